//! How many instructions a call takes, counted by valgrind: the server is another process and is not counted, nor are
//! the kernel's.
//!
//! `cargo xtask ratchet` runs this, as it needs an optimised build: what a debug build counts says little.
//!
//! One program counts the same to within one in ten thousand, on an idle machine or on one with ten processes waiting
//! for two cores; a list, which is read in the pieces it comes in, to within one in a thousand. Built anew from the same
//! sources, it was one in a thousand off. What kind of processor it is does not matter, as valgrind shows programs the
//! same one (an Intel i7-4910MQ) wherever there is AVX2; without AVX2, copying alone takes some 5 percent more. Another
//! compiler or another libc moves the counts too, which is what most of the margin is for.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use cost::calls::Case;
use cost::{hold_text, hold_within};

const PROGRAM: &str = env!("CARGO_BIN_EXE_calls");

/// Thousandths that a count may be above the recorded one.
const MARGIN: i64 = 10;

/// Ends the server, whatever happens.
struct Server(Child, String);

impl Server {
    fn start() -> Self {
        let mut child = Command::new(PROGRAM)
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        let output = child.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut address).unwrap();
        Server(child, address.trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Instructions of a program that makes so many calls.
fn count(case: Case, calls: i64, server: &Server) -> i64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args([PROGRAM, case.name(), &calls.to_string(), &server.1])
        .output()
        .expect("valgrind is needed; on Debian: apt-get install valgrind");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    let counted = text.lines().find_map(|line| line.split_once("Collected :"));
    counted.unwrap().1.trim().parse().unwrap()
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
#[ignore = "needs valgrind and an optimised build: cargo xtask ratchet"]
fn no_more_instructions_than_recorded() {
    let server = Server::start();
    let compiler = compiler();
    let recorded = hold_text("instructions", "compiler", &compiler).unwrap();
    let mut worse = Vec::new();
    for case in Case::ALL {
        let calls = if case == Case::List { 10 } else { 200 };
        // The difference of two runs leaves out what starting costs.
        let once = count(case, calls, &server);
        let each = (count(case, 2 * calls, &server) - once) / calls;
        println!("{}: {each}", case.name());
        worse.extend(hold_within("instructions", case.name(), each, MARGIN).err());
    }
    assert!(
        worse.is_empty(),
        "{}\nrecorded with {recorded}, counted with {compiler}",
        worse.join("\n")
    );
}
