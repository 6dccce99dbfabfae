// Talks to the worker that runs the core. Cancel ends the worker and starts another from what was
// loaded before, so that it works without a network too.

/** Errors of the core: an array of problems, each with message, help, file and locations. */
export class Problems extends Error {
  constructor(problems) {
    super(problems.map((problem) => problem.message).join("; "));
    this.problems = problems;
  }
}

export class Cancelled extends Error {}

/** The worker's script and a module as files below an address: `leastwise`, or `validator`. */
export const filesAt = (base, name = "leastwise") => Promise.all([
  fetch(new URL(`worker-${name}.js`, base)).then((response) => {
    if (!response.ok) throw new Error(`worker-${name}.js: ${response.status}`);
    return response.text();
  }),
  WebAssembly.compileStreaming(fetch(new URL(`wasm/${name}_bg.wasm`, base))),
]);

/**
 * Creates an engine. `load` yields the worker's script and the compiled module. `loadValidator` yields
 * the larger ones that list every error of an invalid document; they replace the first ones when a
 * document is invalid.
 */
export const makeEngine = (load, loadValidator = null) => {
  let worker, ready, next, waiting, loaded, held;

  const send = (entry) => {
    const id = ++next;
    waiting.set(id, entry);
    worker.postMessage({ id, call: entry.call, values: entry.values });
  };
  const post = (call, values, progress) =>
    new Promise((resolve, reject) => send({ call, values, progress, resolve, reject }));

  const settle = (entries, data) => {
    const entry = entries.get(data.id);
    if (!entry) return;
    entries.delete(data.id);
    if (data.problems) entry.reject(new Problems(data.problems));
    else entry.resolve(data.value);
  };

  /** Repeats the waiting calls with the validator. If it cannot be loaded, the first errors are shown. */
  const upgrade = async (data) => {
    held.push(data);
    if (held.length > 1) return;
    const mine = waiting;
    let files;
    try {
      files = await loadValidator();
    } catch {
      const answers = held;
      held = [];
      for (const answer of answers) settle(mine, answer);
      return;
    }
    loadValidator = null;
    loaded = Promise.resolve(files);
    if (mine !== waiting) return;
    worker.terminate();
    launch();
    await ready;
    for (const entry of mine.values()) send(entry);
  };

  const start = async () => {
    loaded ??= load();
    const [script, module] = await loaded;
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    worker = new Worker(address);
    const mine = waiting;
    worker.onmessage = ({ data }) => {
      if (data.progress) return void mine.get(data.id)?.progress?.(data.progress);
      if (data.partial && loadValidator) upgrade(data);
      else settle(mine, data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const problem = { message: "the module could not be started", help: "use a current browser, and reload the page" };
      for (const { reject } of mine.values()) reject(new Problems([problem]));
      mine.clear();
    };
    const facts = await post("start", { module });
    URL.revokeObjectURL(address);
    return facts;
  };

  const launch = () => {
    next = 0;
    held = [];
    waiting = new Map();
    ready = start();
    ready.catch(() => {});
  };

  launch();
  return {
    /** The version and the library. */
    ready: () => ready,
    call: async (call, values, progress) => {
      await ready;
      return post(call, values, progress);
    },
    cancel: () => {
      worker?.terminate();
      for (const { reject } of waiting.values()) reject(new Cancelled());
      launch();
    },
  };
};
