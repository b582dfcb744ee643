//! Fits the weights of `dictionaries/roles.toml` to labelled postings.
//!
//! `cargo run --release --example weigh-roles -- LABELS.ndjson POSTINGS…` prints the five-fold cross-validated accuracy and the fitted
//! weights as TOML, cue by cue. The model is the one that `jobsift::classify` documents; the fit maximises the likelihood of the labels
//! less a Gaussian penalty around the weights that the file has now, so that few labels move well-founded weights little.

use std::collections::BTreeMap;

use jobsift::analysis::{Role, analyse};
use jobsift::classify;
use jobsift::dictionary::Dictionary;
use jobsift::import::{self, Boards};
use serde::Deserialize;

const ROLES: usize = Role::ALL.len();
/// How firmly a weight holds to its place: the inverse variance of the prior.
const HOLD: f64 = 1.0;
/// Steps of gradient descent and their size.
const STEPS: usize = 3_000;
const RATE: f64 = 0.01;
const FOLDS: usize = 5;

#[derive(Deserialize)]
struct Label {
    id: String,
    role: Role,
    #[serde(default)]
    sure: bool,
}

struct Example {
    strengths: Vec<f64>,
    role: usize,
    sure: bool,
}

/// Weights by cue and role; the last row is the bias.
type Weights = Vec<[f64; ROLES]>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let labels_file = arguments.next().ok_or("usage: weigh-roles LABELS.ndjson POSTINGS…")?;
    let hold: f64 = std::env::var("HOLD").ok().map_or(Ok(HOLD), |text| text.parse())?;
    let mut labels: BTreeMap<String, Label> = BTreeMap::new();
    for line in std::fs::read_to_string(labels_file)?.lines() {
        let label: Label = serde_json::from_str(line)?;
        labels.insert(label.id.clone(), label);
    }
    let dictionary = Dictionary::builtin()?;
    let boards = Boards::built_in()?;
    let (mut prior, mut ids): (Weights, Vec<String>) = (Vec::new(), Vec::new());
    let mut examples = Vec::new();
    for chunk in import::chunks(import::inputs(&arguments.collect::<Vec<_>>())?) {
        for posting in chunk.postings(&boards).into_iter().flatten() {
            let Some(label) = posting.external_id.as_ref().and_then(|id| labels.remove(id)) else { continue };
            let (bias, cues) = classify::cues(&analyse(posting, &dictionary), &dictionary);
            if prior.is_empty() {
                prior = cues.iter().map(|(_, weights, _)| *weights).chain([bias]).collect();
                ids = cues.iter().map(|(id, ..)| id.clone()).collect();
            }
            let strengths = cues.into_iter().map(|(.., strength)| strength).chain([1.0]).collect();
            examples.push(Example { strengths, role: label.role as usize, sure: label.sure });
        }
    }
    println!("# {} labelled postings, hold {hold}", examples.len());
    report("as the file is", examples.iter().map(|e| (e, best(&prior, e))));
    let mut guesses = Vec::new();
    for fold in 0..FOLDS {
        let train: Vec<&Example> =
            examples.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).map(|(_, e)| e).collect();
        let weights = fit(&train, &prior, hold);
        guesses.extend(
            examples.iter().enumerate().filter(|(i, _)| i % FOLDS == fold).map(|(_, e)| (e, best(&weights, e))),
        );
    }
    report("cross-validated", guesses.into_iter());
    let weights = fit(&examples.iter().collect::<Vec<_>>(), &prior, hold);
    report("fitted", examples.iter().map(|e| (e, best(&weights, e))));
    for (id, row) in ids.iter().map(String::as_str).chain(["bias"]).zip(&weights) {
        let cells: Vec<String> =
            Role::ALL.iter().zip(row).map(|(role, weight)| format!("{role} = {weight:.2}")).collect();
        println!("{id}\t{{ {} }}", cells.join(", "));
    }
    Ok(())
}

fn scores(weights: &Weights, example: &Example) -> [f64; ROLES] {
    let mut logits = [0.0; ROLES];
    for (row, strength) in weights.iter().zip(&example.strengths) {
        for (logit, weight) in logits.iter_mut().zip(row) {
            *logit += weight * strength;
        }
    }
    let top = logits.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let powers = logits.map(|logit| (logit - top).exp());
    let sum: f64 = powers.iter().sum();
    powers.map(|power| power / sum)
}

fn best(weights: &Weights, example: &Example) -> usize {
    let scores = scores(weights, example);
    (0..ROLES).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0)
}

/// Gradient descent with momentum from the prior mean. An uncertain label counts less.
fn fit(examples: &[&Example], prior: &Weights, hold: f64) -> Weights {
    let mut weights = prior.clone();
    let mut speed = vec![[0.0; ROLES]; weights.len()];
    for _ in 0..STEPS {
        let mut gradient: Weights =
            weights.iter().zip(prior).map(|(row, prior)| std::array::from_fn(|i| hold * (row[i] - prior[i]))).collect();
        for example in examples {
            let scores = scores(&weights, example);
            let worth = if example.sure { 1.0 } else { 0.6 };
            for (row, strength) in gradient.iter_mut().zip(&example.strengths).filter(|(_, strength)| **strength > 0.0)
            {
                for role in 0..ROLES {
                    row[role] += worth * strength * (scores[role] - f64::from(role == example.role));
                }
            }
        }
        for ((row, speed), gradient) in weights.iter_mut().zip(&mut speed).zip(&gradient) {
            for role in 0..ROLES {
                speed[role] = 0.8 * speed[role] - RATE * gradient[role];
                row[role] += speed[role];
            }
        }
    }
    weights
}

fn report<'e>(name: &str, guesses: impl Iterator<Item = (&'e Example, usize)>) {
    let (mut right, mut sure_right, mut sure, mut all) = (0, 0, 0, 0);
    let mut confusion = [[0_u32; ROLES]; ROLES];
    for (example, guess) in guesses {
        all += 1;
        right += usize::from(guess == example.role);
        sure += usize::from(example.sure);
        sure_right += usize::from(example.sure && guess == example.role);
        confusion[example.role][guess] += 1;
    }
    let f1 = |role: usize| {
        let hit = f64::from(confusion[role][role]);
        let (said, is): (u32, u32) = (confusion.iter().map(|row| row[role]).sum(), confusion[role].iter().sum());
        if hit == 0.0 { 0.0 } else { 2.0 * hit / (f64::from(said) + f64::from(is)) }
    };
    let macro_f1 = (0..ROLES).map(f1).sum::<f64>() / ROLES as f64;
    println!(
        "# {name}: accuracy {:.3}, where sure {:.3}, macro-F1 {macro_f1:.3}",
        right as f64 / all as f64,
        sure_right as f64 / sure as f64
    );
    for (role, row) in Role::ALL.iter().zip(confusion) {
        println!("#   {role:<14} {row:?} F1 {:.2}", f1(*role as usize));
    }
}
