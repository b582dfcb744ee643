//! The signals that are not left to end the program where it stands: Ctrl-C where something must be put in order first (it ends by
//! itself at the next posting; a second one ends it at once), and the one for a file that may not grow.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// From now on a file that may not grow further (`ulimit -f`) is a fault with a message, as a full disk is: what the system does
/// unless somebody listens is to end the program without a word.
pub(crate) fn outlive_file_limits() {
    #[cfg(unix)]
    drop(signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default()));
}

/// A watch for Ctrl-C, and for being asked to end.
pub(crate) struct Interrupt(Arc<AtomicBool>);

/// That the person ended the program.
#[derive(Debug, thiserror::Error)]
#[error("interrupted; {0}")]
pub(crate) struct Interrupted(pub(crate) String);

impl Interrupt {
    /// From now on the program does not end where it stands.
    pub(crate) fn watch() -> Self {
        let came = Arc::new(AtomicBool::new(false));
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            use signal_hook::flag;
            // In this order the first signal finds the flag down. Without them the program ends as well, only less tidily.
            drop(flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&came)));
            drop(flag::register(signal, Arc::clone(&came)));
        }
        Self(came)
    }

    /// Whether it came; may be asked for after this is gone.
    pub(crate) fn came(&self) -> impl Fn() -> bool + Send + Sync + 'static + use<> {
        let came = Arc::clone(&self.0);
        move || came.load(Ordering::Relaxed)
    }

    /// Goes no further once it came.
    pub(crate) fn check(&self) -> Result<(), Interrupted> {
        if self.0.load(Ordering::Relaxed) { Err(Interrupted("nothing is written".to_owned())) } else { Ok(()) }
    }
}
