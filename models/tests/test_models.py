"""The models of the recipe and their exports, with random weights."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from training import graphs  # noqa: E402
from training.text import pad  # noqa: E402
from training.unet import TEXT_WIDTH, TOKENS, UNet  # noqa: E402
from training.vae import Vae  # noqa: E402

SMALL = {"widths": (32, 64), "heads": (2, 2), "blocks": (1, 1)}


def small_unet() -> UNet:
    torch.manual_seed(0)
    unet = UNet(**SMALL)
    with torch.no_grad():
        for parameter in unet.parameters():  # as after training: the exporter stores equal tensors once
            parameter.add_(torch.randn_like(parameter) * 0.02)
    return unet.eval()


def inputs(rows: int) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    mask = (torch.arange(TOKENS)[None] < torch.arange(3, 3 + rows)[:, None]).long()
    states = torch.randn(rows, TOKENS, TEXT_WIDTH, generator=generator) * mask[..., None]
    return {
        "sample": torch.randn(rows, 16, 16, 16, generator=generator),
        "timestep": torch.linspace(10, 990, rows),
        "encoder_hidden_states": states,
        "encoder_attention_mask": mask,
    }


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    unet, path = small_unet(), tmp_path_factory.mktemp("pack") / "unet/model.onnx"
    feeds = inputs(2)
    axes = {key: {0: "batch"} for key in (*feeds, "out_sample")}
    graphs.export(unet, feeds, "out_sample", axes, path)
    graphs.store_half(path)
    return unet, path


def test_weights_come_back_from_the_exported_graph(exported):
    unet, path = exported
    weights = graphs.read_weights(path)
    assert set(unet.state_dict()) <= set(weights)
    for name, value in unet.state_dict().items():
        assert torch.allclose(weights[name].reshape(value.shape), value, atol=2e-3)


def test_a_row_does_not_depend_on_its_batch_mates(exported):
    from training.generate import session

    runner = session(exported[1], 1)
    feeds = {key: value.numpy() for key, value in inputs(4).items()}
    together = runner.run(None, feeds)[0]
    for row in range(4):
        alone = runner.run(None, {key: value[row : row + 1] for key, value in feeds.items()})[0]
        assert np.array_equal(together[row : row + 1], alone)


def test_padding_is_not_seen(exported):
    unet, _ = exported
    feeds = inputs(2)
    short = {
        **feeds,
        "encoder_hidden_states": feeds["encoder_hidden_states"][:, :8],
        "encoder_attention_mask": feeds["encoder_attention_mask"][:, :8],
    }
    with torch.no_grad():
        assert torch.allclose(unet(**feeds), unet(**short), atol=1e-4)


def test_the_autoencoder_keeps_sixteenths():
    vae = Vae().eval()
    with torch.no_grad():
        latent = vae.encode(torch.zeros(1, 3, 64, 96))
        assert latent.shape == (1, 16, 4, 6)
        assert vae.decode(latent).shape == (1, 3, 64, 96)


def test_pad_marks_tokens():
    states, mask = pad([np.ones((2, 4), np.float32), np.ones((5, 4), np.float32)], 6)
    assert states.shape == (2, 6, 4)
    assert mask.sum(1).tolist() == [2, 5]
    assert states[0, 2:].sum() == 0


def test_the_graph_in_full_is_the_stored_one_without_casts(exported):
    from training.generate import session

    path = exported[1].with_name("full.onnx")
    onnx.save(graphs.in_full(onnx.load(str(exported[1]))), str(path))
    assert not any(tensor.data_type == onnx.TensorProto.FLOAT16 for tensor in onnx.load(str(path)).graph.initializer)
    feeds = {key: value.numpy() for key, value in inputs(2).items()}
    assert np.array_equal(session(path, 1).run(None, feeds)[0], session(exported[1], 1).run(None, feeds)[0])


def test_the_exported_image_encoder_sees_pictures_as_in_training(tmp_path):
    from training.export import write_graph
    from training.export_image_encoder import write_configs
    from training.image_encoder import SIDE, ImageEncoder
    from training.picture_search import PictureEncoder
    from training.train_image_encoder import small

    torch.manual_seed(0)
    model, folder = ImageEncoder((8, 8, 8, 8)).eval(), tmp_path / "image_encoder"
    pixels = torch.rand(2, 3, SIDE, SIDE) * 2 - 1
    write_graph("image_encoder", model, {"pixel_values": pixels}, "image_embeds", (), folder / "model.onnx")
    write_configs(folder)
    picture = np.random.default_rng(1).integers(0, 256, (256, 256, 3), np.uint8)
    trained = torch.from_numpy(small(picture)).permute(2, 0, 1)[None].float() / 127.5 - 1
    with torch.no_grad():
        assert np.abs(PictureEncoder(tmp_path).vectors([picture]) - model(trained).numpy()).max() < 5e-3
