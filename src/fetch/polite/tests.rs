//! Limits over time, on a clock that is wound forward.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

const SILENT: &Watch<'static> = &|_, _, _| ();

fn polite(memory: Option<PathBuf>, start: &str) -> Polite<'static> {
    Polite::new(Clock::new(start.parse().unwrap()), Duration::from_secs(1), memory, SILENT)
}

fn budget(rates: &[(usize, u64)]) -> Budget {
    let rates = rates.iter().map(|(requests, span)| Rate { requests: *requests, span: Duration::from_secs(*span) });
    Budget { at_once: 4, pace: Duration::ZERO, rates: rates.collect(), patience: Duration::from_mins(2) }
}

const START: &str = "2026-05-04T10:00:00Z";

/// Sends so many requests at the same time, each of which takes so long; the seconds at which they were sent.
async fn sent_at(polite: &Polite<'_>, group: &Group, requests: usize, takes: u64) -> Vec<u64> {
    let began = Instant::now();
    let times = Mutex::new(Vec::new());
    let send = async |_| {
        let work = async || {
            lock(&times).push(began.elapsed().as_secs());
            sleep(Duration::from_secs(takes)).await;
            Ok(())
        };
        polite.run(group, "x", work).await.unwrap();
    };
    futures_util::future::join_all((0..requests).map(send)).await;
    times.into_inner().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_pace_and_the_places_hold() {
    let polite = polite(None, START);
    let group = polite.group("a", &Budget { pace: Duration::from_secs(3), ..budget(&[]) });
    assert_eq!(sent_at(&polite, &group, 4, 0).await, [0, 3, 6, 9]);
    let group = polite.group("b", &Budget { at_once: 2, ..budget(&[]) });
    assert_eq!(sent_at(&polite, &group, 5, 10).await, [0, 0, 10, 10, 20]);
    group.slow_down(Duration::from_secs(20));
    assert_eq!(sent_at(&polite, &group, 3, 0).await, [0, 20, 40]);
}

#[tokio::test(start_paused = true)]
async fn rates_hold_over_any_span() {
    let polite = polite(None, START);
    let group = polite.group("a", &budget(&[(2, 60), (5, 100)]));
    assert_eq!(sent_at(&polite, &group, 7, 0).await, [0, 0, 60, 60, 120, 120, 180]);
    let group = polite.group("b", &budget(&[(25, 60)]));
    let times = sent_at(&polite, &group, 60, 0).await;
    assert_eq!((times[24], times[25], times[49], times[50]), (0, 60, 60, 120));
}

#[tokio::test(start_paused = true)]
async fn a_daily_limit_outlives_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let memory = Some(folder.path().to_owned());
    let day = budget(&[(4, 86_400)]);
    let first = polite(memory.clone(), START);
    let group = first.group("remotive", &day);
    assert_eq!(sent_at(&first, &group, 4, 0).await, [0; 4]);
    for (start, allowed) in [("2026-05-04T20:00:00Z", false), ("2026-05-05T10:00:01Z", true)] {
        let later = polite(memory.clone(), start);
        let group = later.group("remotive", &day);
        let outcome = later.run(&group, "x", async || Ok(())).await;
        assert_eq!(outcome.is_ok(), allowed, "{start}");
        if let Err(failure) = outcome {
            let expected =
                "the limit of the site's terms is reached; the next request may go after 2026-05-05 10:00:00 UTC";
            assert_eq!((failure.kind, failure.reason.as_str()), (Kind::Refused, expected));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_fails_for_now_is_tried_again_after_growing_waits() {
    let polite = polite(None, START);
    let group = polite.group("a", &budget(&[]));
    let times = Mutex::new(Vec::new());
    let began = Instant::now();
    let send = async || {
        lock(&times).push(began.elapsed().as_secs_f64());
        Err::<(), _>(Failure::of_status(500, None))
    };
    let failure = polite.run(&group, "x", send).await.unwrap_err();
    assert_eq!(failure.reason, "it is no fault of the request; try again later (status 500), 4 times");
    let times = times.into_inner().unwrap();
    let waits: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for (wait, whole) in waits.iter().zip([1.0, 2.0, 4.0]) {
        assert!((whole / 2.0..=whole + 0.01).contains(wait), "{waits:?}");
    }
    let other = polite.backoff("y", 1);
    assert_ne!(other, polite.backoff("x", 1), "requests that failed together come back apart");
}

#[tokio::test(start_paused = true)]
async fn what_the_site_asks_for_is_done_by_everything_that_asks_it() {
    let polite = polite(None, START);
    let group = polite.group("a", &budget(&[]));
    let calls = AtomicUsize::new(0);
    let began = Instant::now();
    let send = async || match calls.fetch_add(1, Ordering::Relaxed) {
        0 => Err(Failure::of_status(429, Some(Duration::from_secs(30)))),
        _ => Ok(began.elapsed().as_secs()),
    };
    assert_eq!(polite.run(&group, "x", send).await.unwrap(), 30);
    lock(&group.state).paused_until = Instant::now() + Duration::from_secs(7);
    assert_eq!(sent_at(&polite, &group, 1, 0).await, [7]);
    // More than there is patience for is a failure, at once.
    let long = async || Err::<(), _>(Failure::of_status(503, Some(Duration::from_hours(1))));
    let failure = polite.run(&group, "x", long).await.unwrap_err();
    assert!(failure.reason.ends_with("it asks to come back after 2026-05-04 11:00:37 UTC"), "{failure}");
    // A wait that the program chose is not said to be the site's wish.
    let impatient = polite.group("b", &Budget { patience: Duration::ZERO, ..budget(&[]) });
    let failing = async || Err::<(), _>(Failure::of_status(500, None));
    let failure = polite.run(&impatient, "x", failing).await.unwrap_err();
    assert!(
        failure
            .reason
            .ends_with("(status 500); to try again at 2026-05-04 10:00:37 UTC is later than --patience allows"),
        "{failure}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_site_that_only_fails_is_left_alone() {
    let polite = polite(None, START);
    let group = polite.group("a", &budget(&[]));
    let calls = AtomicUsize::new(0);
    let send = async || {
        calls.fetch_add(1, Ordering::Relaxed);
        Err::<(), _>(Failure::of_status(502, None))
    };
    for _ in 0..5 {
        polite.run(&group, "https://a.example/x", send).await.unwrap_err();
    }
    assert_eq!(calls.load(Ordering::Relaxed), BREAKS_AT as usize);
    let failure = polite.run(&group, "https://a.example/y", async || Ok(())).await.unwrap_err();
    assert!(failure.reason.starts_with("8 failures in a row, so it is left alone"), "{failure}");
    // Another host of the board, and another board.
    assert!(polite.run(&group, "https://b.example/x", async || Ok(())).await.is_ok());
    let other = polite.group("b", &budget(&[]));
    assert!(polite.run(&other, "https://a.example/y", async || Ok(())).await.is_ok());
}
