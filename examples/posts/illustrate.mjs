// Draws a picture for every post that has none, saves it beside the post and names it in the post's front matter.
//
//   node illustrate.mjs posts
//
// Needs Node.js 20 or newer and a gateway: the one of `./calotype up`, or the one that CALOTYPE_URL names, with a key in
// CALOTYPE_KEY where it wants one. Run it as often as you like: a post that has an image is left alone.
import { createHash } from "node:crypto";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

const GATEWAY = process.env.CALOTYPE_URL ?? "http://127.0.0.1:8080";
const KEY = process.env.CALOTYPE_KEY;
const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/;
const FIELD = /^(\w+):[ \t]*"?(.*?)"?[ \t]*$/gm;

async function call(path, options = {}) {
  const headers = { ...options.headers, ...(KEY && { Authorization: `Bearer ${KEY}` }) };
  const answer = await fetch(GATEWAY + path, { ...options, headers });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail ?? `HTTP status ${answer.status}`);
  }
  return answer;
}

/** Publishes a prompt; the same post and prompt are the same request, however often it is sent. */
async function publish(name, body) {
  const text = JSON.stringify(body);
  const key = createHash("sha256").update(`${name}\n${text}`).digest("hex");
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return (await (await call("/v1/prompts", { method: "POST", headers, body: text })).json()).id;
}

/** The prompt's server-sent events, from the first to `end`. */
async function* events(id) {
  const answer = await call(`/v1/prompts/${id}/events`, { headers: { Accept: "text/event-stream" } });
  let rest = "";
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n").map((line) => line.split(/:(.*)/s));
      const of = (name) => lines.filter(([field]) => field === name).map(([, value]) => value.trim());
      const [name] = of("event");
      if (name) {
        yield { name, data: JSON.parse(of("data").join("\n") || "{}") };
      }
      if (name === "end") {
        return;
      }
    }
  }
}

async function draw(name, prompt) {
  const id = await publish(name, { prompt, output_format: "webp" });
  for await (const event of events(id)) {
    if (event.name === "progress" && event.data.steps) {
      process.stderr.write(`\r${name}: step ${event.data.step} of ${event.data.steps} `);
    } else if (event.name === "failed" || event.name === "cancelled") {
      throw new Error(event.data.problem?.detail ?? event.name);
    }
  }
  return Buffer.from(await (await call(`/v1/images/${id}/0`)).arrayBuffer());
}

/** Writes beside the file and moves it into place. */
async function replace(file, content) {
  await writeFile(`${file}.part`, content);
  await rename(`${file}.part`, file);
}

async function illustrate(folder, name) {
  const file = join(folder, name);
  const post = await readFile(file, "utf8");
  const matter = FRONT_MATTER.exec(post)?.[1];
  const fields = Object.fromEntries([...(matter ?? "").matchAll(FIELD)].map(([, field, value]) => [field, value]));
  const prompt = fields.illustration ?? fields.title;
  if (!prompt || fields.image) {
    return;
  }
  const picture = name.replace(/\.md$/, ".webp");
  await replace(join(folder, picture), await draw(name, prompt));
  await replace(file, post.replace(FRONT_MATTER, (whole) => whole.replace(/---\r?\n$/, `image: ${picture}\n---\n`)));
  console.log(`${name}: ${picture}`);
}

const folder = process.argv[2];
if (!folder) {
  console.error("usage: node illustrate.mjs FOLDER");
  process.exit(2);
}
for (const name of (await readdir(folder)).filter((file) => file.endsWith(".md")).sort()) {
  try {
    await illustrate(folder, name);
  } catch (error) {
    process.exitCode = 1;
    console.error(`\n${name}: ${error.message}`);
  }
}
