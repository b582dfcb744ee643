//! Work on all cores with results in order: one thread reads, several work, the caller takes the results as they were read.
//!
//! In: an iterator of work items. Out: each result handed to `sink`, in the order of the items. A bounded number of items is under way
//! at any time, so that memory does not grow with their number.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::thread;

use crossbeam_channel::bounded;

/// Items read ahead for each working thread: enough that none waits for the reader, few enough that little is held.
const AHEAD: usize = 2;

/// Runs `work` on every item on `threads` threads and hands each result to `sink`, in order, on the calling thread.
///
/// Stops early when `sink` breaks: nothing more is read then, and what is under way is dropped.
pub fn in_order<T, R>(
    items: impl Iterator<Item = T> + Send,
    threads: NonZeroUsize,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> ControlFlow<()>,
) where
    T: Send,
    R: Send,
{
    let mut items = items;
    if threads.get() > 1 && side_by_side(&mut items, threads.get(), &work, &mut sink) {
        return;
    }
    for item in items {
        if sink(work(item)).is_break() {
            break;
        }
    }
}

/// The same on threads of their own; `false`, with nothing read, where the system gives none.
fn side_by_side<T, R>(
    items: &mut (impl Iterator<Item = T> + Send),
    threads: usize,
    work: &(impl Fn(T) -> R + Sync),
    sink: &mut impl FnMut(R) -> ControlFlow<()>,
) -> bool
where
    T: Send,
    R: Send,
{
    thread::scope(|scope| {
        // Each item travels with the way back for its result; the ways back wait in line in the order of reading.
        let (to_work, jobs) = bounded::<(T, crossbeam_channel::Sender<R>)>(threads);
        let (to_line, line) = bounded::<crossbeam_channel::Receiver<R>>(threads * AHEAD);
        let worker = || {
            let jobs = jobs.clone();
            thread::Builder::new().spawn_scoped(scope, move || {
                for (item, way) in jobs {
                    // Nobody waits for it any more when the sink has broken off.
                    drop(way.send(work(item)));
                }
            })
        };
        // Fewer than were asked for do the work as well.
        if (0..threads).map(|_| worker()).take_while(Result::is_ok).count() == 0 {
            return false;
        }
        drop(jobs);
        let reader = thread::Builder::new().spawn_scoped(scope, move || {
            for item in items {
                let (way, result) = bounded(1);
                if to_line.send(result).is_err() || to_work.send((item, way)).is_err() {
                    break;
                }
            }
        });
        if reader.is_err() {
            return false;
        }
        for result in &line {
            let Ok(result) = result.recv() else { break };
            if sink(result).is_break() {
                break;
            }
        }
        drop(line);
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(threads: usize, stop_at: usize) -> Vec<usize> {
        let mut seen = Vec::new();
        in_order(
            0..1000_usize,
            NonZeroUsize::new(threads).unwrap(),
            |i| i * 2,
            |result| {
                seen.push(result);
                if seen.len() == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        seen
    }

    #[test]
    fn results_come_in_order() {
        let expected: Vec<usize> = (0..1000).map(|i| i * 2).collect();
        assert_eq!(run(1, usize::MAX), expected);
        assert_eq!(run(4, usize::MAX), expected);
    }

    #[test]
    fn a_sink_may_stop_early() {
        assert_eq!(run(1, 7).len(), 7);
        assert_eq!(run(3, 7), (0..7).map(|i| i * 2).collect::<Vec<_>>());
    }
}
