//! Several threads at one run: each takes the next task, and all is told in the order of the tasks,
//! so that a report is the same however many there are.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use super::failure::Failure;
use super::feed::{Feed, Task};

/// Fewer tasks than this are done before threads have begun.
const FEW: usize = 8;

/// How far a thread may be ahead of what is told, for each of them: what keeps a run of any length
/// in the same memory.
const AHEAD: usize = 8;

/// Does every task and tells of each in order. There are as many threads as `jobs` says, or none
/// where there is little to do: then nobody asks how many there may be.
pub(super) fn all<T: Send + 'static>(
    mut feed: Feed,
    jobs: impl FnOnce() -> NonZeroUsize,
    work: impl Fn(Task) -> Vec<T> + Send + Sync + 'static,
    mut tell: impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    // A run of one role, or of a few, is over before a thread has begun. Of a stream nobody knows
    // how many it holds.
    let first = feed.next();
    let few = if feed.streams() { 1 } else { FEW };
    let jobs = if feed.left() < few { 1 } else { jobs().get() };
    if jobs == 1 {
        return first
            .into_iter()
            .chain(feed)
            .flat_map(work)
            .try_for_each(tell);
    }
    keep_memory();
    let crew = Arc::new(Crew {
        feed: Mutex::new((0, first.into_iter().chain(feed))),
        told: Mutex::new(0),
        turn: Condvar::new(),
        ahead: AHEAD * jobs,
    });
    let work = Arc::new(work);
    let (done, ended) = mpsc::channel();
    for _ in 0..jobs {
        let (crew, work, done) = (Arc::clone(&crew), Arc::clone(&work), done.clone());
        let begun = thread::Builder::new().spawn(move || crew.run(&*work, &done));
        // A system that gives fewer threads is slower, and no worse.
        if begun.is_err() {
            break;
        }
    }
    drop(done);
    let mut next = 0;
    let mut waiting = BTreeMap::new();
    // The threads are not waited for: when nobody reads what is told, one of them may be waiting
    // for input that never comes.
    for (number, told) in ended {
        waiting.insert(number, told);
        while let Some(told) = waiting.remove(&next) {
            told.into_iter().try_for_each(&mut tell)?;
            next += 1;
            *lock(&crew.told) = next;
            crew.turn.notify_all();
        }
    }
    // Every role that was taken must be told of: nothing is clean by being forgotten.
    let mut rest = lock(&crew.feed);
    if rest.0 != next || rest.1.next().is_some() {
        return Err(io::Error::other("not every role was compared: too few threads").into());
    }
    Ok(())
}

/// Has memory kept for the next role that this one leaves. The allocator of glibc gives back all beyond
/// 128 kB, which then is asked for and made anew some twenty thousand times; from the first large piece
/// that it gets back, it takes that a program has such pieces, and keeps twice as much.
fn keep_memory() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(1 << 20)));
}

struct Crew<I> {
    /// How many tasks were taken, and the others.
    feed: Mutex<(usize, I)>,
    /// How many tasks are told of.
    told: Mutex<usize>,
    turn: Condvar,
    ahead: usize,
}

impl<I: Iterator<Item = Task>> Crew<I> {
    fn run<T>(&self, work: &dyn Fn(Task) -> Vec<T>, done: &mpsc::Sender<(usize, Vec<T>)>) {
        loop {
            let (number, task) = {
                let mut feed = lock(&self.feed);
                let Some(task) = feed.1.next() else { return };
                let number = feed.0;
                feed.0 += 1;
                (number, task)
            };
            // Before the work: what is made of it is larger than the task.
            let told = lock(&self.told);
            let far = |told: &mut usize| number >= *told + self.ahead;
            drop(
                self.turn
                    .wait_while(told, far)
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
