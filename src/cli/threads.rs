//! Worker threads: each takes the next task, and results are reported in the order of the tasks, so
//! that a report does not depend on the number of threads.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use super::failure::Failure;
use super::queue::{Queue, Task};

/// With fewer tasks than this, starting threads takes longer than the tasks.
const FEW: usize = 8;

/// How many unreported tasks there may be per thread. This limits memory.
const AHEAD: usize = 8;

/// Runs every task, and reports each result in order. Starts `jobs` threads, or none for a few
/// tasks; `jobs` is then not called.
pub(super) fn run<T: Send + 'static>(
    mut queue: Queue,
    jobs: impl FnOnce() -> usize,
    work: impl Fn(Task) -> Vec<T> + Send + Sync + 'static,
    mut report: impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    // A stream has an unknown number of roles.
    let first = queue.next();
    let few = if queue.streams() { 1 } else { FEW };
    let jobs = if queue.left() < few { 1 } else { jobs() };
    if jobs == 1 {
        return first
            .into_iter()
            .chain(queue)
            .flat_map(work)
            .try_for_each(report);
    }
    let workers = Arc::new(Workers {
        queue: Mutex::new((0, first.into_iter().chain(queue))),
        reported: Mutex::new(0),
        turn: Condvar::new(),
        ahead: AHEAD * jobs,
    });
    let work = Arc::new(work);
    let (done, ended) = mpsc::channel();
    for _ in 0..jobs {
        let (workers, work, done) = (Arc::clone(&workers), Arc::clone(&work), done.clone());
        let begun = thread::Builder::new().spawn(move || workers.run(&*work, &done));
        // Fewer threads than requested are slower, but work.
        if begun.is_err() {
            break;
        }
    }
    drop(done);
    let mut next = 0;
    let mut waiting = BTreeMap::new();
    // The threads are not joined: if the output is closed, one of them may still wait for input.
    for (number, results) in ended {
        waiting.insert(number, results);
        while let Some(results) = waiting.remove(&next) {
            results.into_iter().try_for_each(&mut report)?;
            next += 1;
            *lock(&workers.reported) = next;
            workers.turn.notify_all();
        }
    }
    // An unreported role must not look clean.
    let mut rest = lock(&workers.queue);
    if rest.0 != next || rest.1.next().is_some() {
        return Err(io::Error::other("not every role was compared: too few threads").into());
    }
    Ok(())
}

struct Workers<I> {
    /// The number of started tasks, and the remaining tasks.
    queue: Mutex<(usize, I)>,
    /// The number of reported tasks.
    reported: Mutex<usize>,
    turn: Condvar,
    ahead: usize,
}

impl<I: Iterator<Item = Task>> Workers<I> {
    fn run<T>(&self, work: &dyn Fn(Task) -> Vec<T>, done: &mpsc::Sender<(usize, Vec<T>)>) {
        loop {
            let (number, task) = {
                let mut queue = lock(&self.queue);
                let Some(task) = queue.1.next() else { return };
                let number = queue.0;
                queue.0 += 1;
                (number, task)
            };
            // Waits before the work, because results are larger than tasks.
            let reported = lock(&self.reported);
            let far = |reported: &mut usize| number >= *reported + self.ahead;
            drop(
                self.turn
                    .wait_while(reported, far)
                    .unwrap_or_else(PoisonError::into_inner),
            );
            if done.send((number, work(task))).is_err() {
                return;
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
