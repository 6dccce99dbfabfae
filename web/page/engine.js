// Talks to the worker that runs the core. Cancel ends the worker and starts another.

/** Errors of the core: an array of problems, each with message, help, file and locations. */
export class Problems extends Error {
  constructor(problems) {
    super(problems.map((problem) => problem.message).join("; "));
    this.problems = problems;
  }
}

export class Cancelled extends Error {}

/** Makes an engine from a function that starts a worker and one that loads the module. */
export const makeEngine = (newWorker, loadModule) => {
  let worker, ready, next, waiting;

  const post = (call, values, progress) =>
    new Promise((resolve, reject) => {
      const id = ++next;
      waiting.set(id, { resolve, reject, progress });
      worker.postMessage({ id, call, values });
    });

  const launch = () => {
    worker = newWorker();
    next = 0;
    waiting = new Map();
    worker.onmessage = ({ data }) => {
      const entry = waiting.get(data.id);
      if (!entry) return;
      if (data.progress) return void entry.progress?.(data.progress);
      waiting.delete(data.id);
      if (data.problems) entry.reject(new Problems(data.problems));
      else entry.resolve(data.value);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      const problem = { message: "the module could not be started", help: "use a current browser, and reload the page" };
      for (const { reject } of waiting.values()) reject(new Problems([problem]));
      waiting.clear();
    };
    ready = loadModule().then((module) => post("start", { module }));
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
      worker.terminate();
      for (const { reject } of waiting.values()) reject(new Cancelled());
      launch();
    },
  };
};
