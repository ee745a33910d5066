import { models } from './api.js';
import { Composer } from './composer.js';
import { byId } from './dom.js';
import { Gallery } from './gallery.js';
import { PromptJourney } from './prompt-journey.js';
import { PromptViewer } from './prompt-viewer.js';
import { address, addressOf } from './route.js';
import { themeSwitch } from './theme.js';

const PAUSE = 2000;
const LOCKED_PAUSE = 20_000;

/** The model packs; asks until the gateway answers. */
async function patientModels() {
  for (;;) {
    try {
      const known = await models();
      byId('connection').hidden = true;
      return known;
    } catch (problem) {
      byId('connection').textContent = `${problem.title}. Trying again …`;
      byId('connection').hidden = false;
      await new Promise((done) => setTimeout(done, problem.status === 401 ? LOCKED_PAUSE : PAUSE));
    }
  }
}

function start(packs) {
  const journey = new PromptJourney();
  const gallery = new Gallery(() => packs[0].calotype.limits);
  let accepted = null;

  const viewer = new PromptViewer({
    again: (request) => composer.send(request),
    edit: (request) => composer.edit(request),
    begin: (key, prompt) => composer.begin(key, prompt),
    defaults: (model) => packs.find(({ id }) => id === model)?.calotype?.defaults ?? packs[0]?.calotype?.defaults ?? {},
    changed: (prompt, image) => journey.show(prompt, image, prompt.model ?? composer.model),
    finished: () => gallery.refresh(),
  });
  const composer = new Composer(packs, {
    published: (state) => {
      accepted = state;
      location.hash = addressOf(state.id);
    },
    drafted: (model, text) => journey.draft(model, text),
  });

  function open() {
    const place = address();
    if (place === null) {
      viewer.clear();
      journey.clear(composer.model);
      return;
    }
    const { id, index } = place;
    viewer.open(id, index, { state: accepted?.id === id ? accepted : null, image: gallery.image(`${id}/${index}`) });
    viewer.reveal();
  }

  addEventListener('hashchange', open);
  open();
  gallery.refresh();
}

themeSwitch(byId('theme'), byId('theme-name'));
start(await patientModels());
