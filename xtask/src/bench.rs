//! `cargo xtask bench`: what a call costs with our crates, with the official ones, and with bare hyper, in one run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::Outcome;
use crate::workspace;

/// Rounds per case; odd, so that the median is one that was measured.
const ROUNDS: &str = "9";

/// Cases whose instructions are counted, with the number of calls: a list is long enough by itself.
const COUNTED: [(&str, u32); 6] = [
    ("whoami", 300),
    ("list-1000", 3),
    ("create-identity", 300),
    ("batch-check-10", 300),
    ("token", 300),
    ("login-flow", 300),
];

const CONTENDERS: [&str; 3] = ["ours", "official", "hyper"];

/// What was found out about a case and a contender.
#[derive(Default)]
struct Figures {
    cpu: Option<f64>,
    rate: Option<f64>,
    allocations: Option<f64>,
    bytes: Option<f64>,
    instructions: Option<f64>,
    error: Option<String>,
}

/// By case, in order of appearance, and contender.
type Table = Vec<(String, BTreeMap<String, Figures>)>;

/// Builds the bench package, runs it, and prints a table in Markdown.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let rounds = match arguments {
        [] => ROUNDS,
        [rounds] if rounds.parse::<u32>().is_ok_and(|rounds| rounds > 0) => rounds,
        _ => return Err("usage: cargo xtask bench [rounds]".to_owned()),
    };
    let folder = workspace::root().join("xtask/cost/bench");
    let status = Command::new(workspace::cargo())
        .args(["build", "--release"])
        .current_dir(&folder)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("the bench package does not build".to_owned());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(folder.join("target"), PathBuf::from);
    let programs = target.join("release");

    let mut table = Table::new();
    for line in output(Command::new(programs.join("time")).arg(rounds))?.lines() {
        let mut words = line.splitn(4, ' ');
        if let (Some(case), Some(by), Some(first), Some(second)) =
            (words.next(), words.next(), words.next(), words.next())
        {
            let figures = entry(&mut table, case, by);
            if first == "error" {
                figures.error = Some(second.to_owned());
            } else {
                figures.cpu = first.parse().ok();
                figures.rate = second.parse().ok();
            }
        }
    }
    let mut held = Vec::new();
    for line in output(&mut Command::new(programs.join("count")))?.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["held", by, calls, bytes] => held.push(format!("| {calls} | {by} | {bytes} |")),
            [case, by, count, bytes] => {
                let figures = entry(&mut table, case, by);
                figures.allocations = count.parse().ok();
                figures.bytes = bytes.parse().ok();
            }
            // A case that fails said so above.
            _ => {}
        }
    }
    let guards = guards(&programs, rounds)?;
    count_instructions(&programs.join("time"), &mut table)?;
    print(&table, &held);
    print!("{guards}");
    Ok(())
}

/// What guards a service, as a table: checks beside the bare service, verified tokens beside ring and jsonwebtoken.
fn guards(programs: &Path, rounds: &str) -> Result<String, String> {
    let times = output(Command::new(programs.join("time")).args(["guards", rounds]))?;
    let counts = output(Command::new(programs.join("count")).arg("guards"))?;
    let mut table =
        "\n| guard | by | CPU, µs | beyond bare or ring | allocations |\n|---|---|---|---|---|\n"
            .to_owned();
    let mut rows = Vec::new();
    for (time, count) in times.lines().zip(counts.lines()) {
        let time: Vec<&str> = time.split(' ').collect();
        let count: Vec<&str> = count.split(' ').collect();
        if let ([case, by, cpu], [_, _, allocations]) = (&time[..], &count[..]) {
            let cpu: f64 = cpu.parse().map_err(|_| "the bench printed no number")?;
            rows.push((*case, *by, cpu, *allocations));
        }
    }
    for (case, by, cpu, allocations) in &rows {
        let base = rows
            .iter()
            .find(|(other, by, ..)| other == case && matches!(*by, "bare" | "ring"));
        let beyond = base.map_or(0.0, |(_, _, base, _)| cpu - base);
        let share = base.map_or(0.0, |(_, _, base, _)| 100.0 * beyond / base);
        table.push_str(&format!(
            "| {case} | {by} | {:.2} | {:.2} ({share:.0} %) | {allocations} |\n",
            cpu / 1e3,
            beyond / 1e3
        ));
    }
    Ok(table)
}

fn entry<'a>(table: &'a mut Table, case: &str, by: &str) -> &'a mut Figures {
    let index = match table.iter().position(|(known, _)| known == case) {
        Some(index) => index,
        None => {
            table.push((case.to_owned(), BTreeMap::new()));
            table.len() - 1
        }
    };
    table[index].1.entry(by.to_owned()).or_default()
}

fn output(command: &mut Command) -> Result<String, String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run the bench: {error}"))?;
    if !output.status.success() {
        return Err("the bench failed".to_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

/// Ends the canned server, whatever happens.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// User-space instructions per call, by valgrind: the same on every machine of this kind, loaded or not. Left out
/// where valgrind is not installed.
fn count_instructions(program: &Path, table: &mut Table) -> Outcome {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("valgrind is not installed: instructions are not counted");
        return Ok(());
    }
    let mut child = Command::new(program)
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut address = String::new();
    if let Some(output) = child.stdout.take() {
        use std::io::BufRead as _;
        let mut lines = std::io::BufReader::new(output);
        lines
            .read_line(&mut address)
            .map_err(|error| error.to_string())?;
    }
    let _server = Server(child);
    for (case, calls) in COUNTED {
        for by in CONTENDERS {
            if entry(table, case, by).error.is_some() {
                continue;
            }
            // The difference of two runs leaves out what starting costs.
            let some = instructions(program, case, by, calls, address.trim())?;
            let twice = instructions(program, case, by, calls * 2, address.trim())?;
            entry(table, case, by).instructions = Some((twice - some).max(0.0) / f64::from(calls));
        }
    }
    Ok(())
}

fn instructions(
    program: &Path,
    case: &str,
    by: &str,
    calls: u32,
    server: &str,
) -> Result<f64, String> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["only", case, by, &calls.to_string(), server])
        .output()
        .map_err(|error| format!("cannot run valgrind: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
        .ok_or_else(|| format!("valgrind counted nothing for {case} by {by}"))
}

fn print(table: &Table, held: &[String]) {
    let nothing = Figures::default();
    let of = |row: &BTreeMap<String, Figures>,
              get: fn(&Figures) -> Option<f64>,
              scale: f64,
              digits: usize| {
        CONTENDERS
            .map(|by| {
                let figures = row.get(by).unwrap_or(&nothing);
                match (get(figures), &figures.error) {
                    (Some(value), _) => format!("{:.digits$}", value / scale),
                    (None, Some(_)) => "fails".to_owned(),
                    (None, None) => "-".to_owned(),
                }
            })
            .join(" / ")
    };
    let ratio = |row: &BTreeMap<String, Figures>, to: &str| {
        let cpu = |by: &str| row.get(by).and_then(|figures| figures.cpu);
        match (cpu("ours"), cpu(to)) {
            (Some(ours), Some(theirs)) => format!("{:.2}", ours / theirs),
            _ => "-".to_owned(),
        }
    };
    println!("Each cell: ours / official / hyper with our models.\n");
    println!(
        "| case | CPU per call, µs | to official | to hyper | calls/s | allocations | kB allocated | instructions, thousands |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (case, row) in table {
        println!(
            "| {case} | {} | {} | {} | {} | {} | {} | {} |",
            of(row, |figures| figures.cpu, 1e3, 1),
            ratio(row, "official"),
            ratio(row, "hyper"),
            of(row, |figures| figures.rate, 1.0, 0),
            of(row, |figures| figures.allocations, 1.0, 0),
            of(row, |figures| figures.bytes, 1e3, 1),
            of(row, |figures| figures.instructions, 1e3, 0),
        );
    }
    for (case, row) in table {
        for (by, figures) in row {
            if let Some(error) = &figures.error {
                println!("\n{case} by {by} fails: {error}");
            }
        }
    }
    println!(
        "\n| calls in flight | by | bytes held per call, connection included |\n|---|---|---|"
    );
    for line in held {
        println!("{line}");
    }
}
