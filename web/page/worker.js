// Runs the core in a worker, so that large files do not freeze the page.

import init, * as core from "leastwise";

let comparison = null;
/** Keeps the messages in order: each waits for the one before. */
let queue = Promise.resolve();

const start = async (module) => {
  await init({ module_or_path: module });
  return { version: core.version(), library: JSON.parse(core.library()) };
};

/** Compares files one at a time, and reports progress after each. */
const compare = async ({ request, policies, roles, folder }, report) => {
  comparison?.free();
  comparison = null;
  const started = performance.now();
  const run = new core.Comparison(JSON.stringify(request));
  for (const { name, bytes } of policies) run.addPolicy(name, new Uint8Array(bytes));
  if (request.policies.length + policies.length > 0) run.resolve();
  const skipped = [];
  for (const [index, file] of roles.entries()) {
    report({ done: index, of: roles.length, name: file.name });
    const bytes = new Uint8Array(file.bytes ?? (await file.blob.arrayBuffer()));
    if (folder && !core.Comparison.looksLikeRole(bytes)) skipped.push(file.name);
    else run.addRole(file.name, bytes);
  }
  report({ done: roles.length, of: roles.length, name: "" });
  comparison = run;
  return { roles: run.roleCount(), errors: JSON.parse(run.problems()).length, skipped, milliseconds: performance.now() - started };
};

const calls = {
  start: ({ module }) => start(module),
  compare,
  report: ({ format }) => comparison.report(format),
  plan: ({ format }) => comparison.plan(format),
  audit: ({ format }) => comparison.audit(format),
  errors: () => JSON.parse(comparison.problems()),
  guide: ({ at, format }) => comparison.guide(at, format),
  least: () => JSON.parse(comparison.leastRole()),
  catalog: () => JSON.parse(core.catalog()),
  explain: ({ text, name, bytes }) => JSON.parse(core.explain(text, name ?? "", new Uint8Array(bytes ?? 0))),
  importPage: ({ name, text, day }) => JSON.parse(core.importPage(name, text, day)),
  draftText: ({ draft }) => core.draftText(JSON.stringify(draft)),
  lint: ({ name, text, day }) => JSON.parse(core.lint(name, text, day)),
  nearest: ({ module, function: name }) => JSON.parse(core.nearest(module, name)),
};

/** Errors of the core are problems as JSON. */
const problems = (error) => {
  if (typeof error === "string") {
    try {
      return JSON.parse(error);
    } catch {
      return [{ message: error }];
    }
  }
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
    return [{ message: "the input needs more memory than the browser offers", help: "use smaller files, or the command line" }];
  }
  return [{ message: `an unexpected error occurred: ${error?.message ?? error}`, help: "reload the page; if it happens again, report it" }];
};

/** Whether an answer holds errors that the validator would list completely. */
const isPartial = (call, value) => !core.listsEveryError() && ((call === "lint" && value.errors.length > 0) || (call === "compare" && value.errors > 0));

self.onmessage = ({ data: { id, call, values } }) => {
  queue = queue.then(async () => {
    try {
      const value = await calls[call](values ?? {}, (progress) => self.postMessage({ id, progress }));
      self.postMessage({ id, value, partial: isPartial(call, value) });
    } catch (error) {
      self.postMessage({ id, problems: problems(error), partial: typeof error === "string" && !core.listsEveryError() });
    }
  });
};
