//! The fuzzer: `FUZZ_TARGET` names the target, everything else is libFuzzer's. `./run` is the way to start it.

#![no_main]

mod targets;

use std::sync::OnceLock;

use libfuzzer_sys::{Corpus, fuzz_target};

static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();

fuzz_target!(
    init: {
        let wanted = std::env::var("FUZZ_TARGET").unwrap_or_default();
        let found = targets::TARGETS.iter().find(|(name, _)| *name == wanted);
        let (_, target) = found.unwrap_or_else(|| panic!("FUZZ_TARGET names no target: {wanted}"));
        TARGET.get_or_init(|| *target);
        // A panic that the program survives by design (a decoder's on a damaged file) is no finding: libFuzzer's own hook would end
        // the run at it. One that comes out of a target ends the run in any case.
        std::panic::set_hook(Box::new(|panic| eprintln!("panic: {panic}")));
    },
    |data: &[u8]| -> Corpus {
        if let Some(target) = TARGET.get() {
            target(data);
        }
        Corpus::Keep
    }
);
