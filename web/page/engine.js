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

/** The worker's script and the module as files below an address. */
export const filesAt = (base) => Promise.all([
  fetch(new URL("worker.js", base)).then((response) => response.text()),
  WebAssembly.compileStreaming(fetch(new URL("wasm/leastwise_bg.wasm", base))),
]);

/** Creates an engine. `load` yields the worker's script and the compiled module. */
export const makeEngine = (load) => {
  let worker, ready, next, waiting, loaded;

  const post = (call, values, progress) =>
    new Promise((resolve, reject) => {
      const id = ++next;
      waiting.set(id, { resolve, reject, progress });
      worker.postMessage({ id, call, values });
    });

  const start = async () => {
    loaded ??= load();
    const [script, module] = await loaded;
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    worker = new Worker(address);
    const mine = waiting;
    worker.onmessage = ({ data }) => {
      const entry = mine.get(data.id);
      if (!entry) return;
      if (data.progress) return void entry.progress?.(data.progress);
      mine.delete(data.id);
      if (data.problems) entry.reject(new Problems(data.problems));
      else entry.resolve(data.value);
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
