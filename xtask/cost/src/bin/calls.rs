//! Nothing but one kind of call, many times: what runs under valgrind.
//!
//! `calls <case> <number> <address>`; `calls serve` is the server, which prints its address and runs until its
//! standard input ends.

use std::io::Read as _;
use std::process::ExitCode;

use cost::calls::{Case, Contender, Ours};
use cost::server;

/// A list that is long enough for its items to be nearly all that counts.
const IDENTITIES: u32 = 250;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["serve"] => serve(),
        [case, number, address] => make(case, number, address),
        _ => Err("usage: calls <case> <number> <address> | serve".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<(), String> {
    let text = |error: std::io::Error| error.to_string();
    println!("{}", server::start(IDENTITIES).map_err(text)?);
    std::io::stdin()
        .read_to_end(&mut Vec::new())
        .map_err(text)?;
    Ok(())
}

fn make(case: &str, number: &str, address: &str) -> Result<(), String> {
    let case = Case::ALL
        .into_iter()
        .find(|known| known.name() == case)
        .ok_or("no such case")?;
    let number: u32 = number.parse().map_err(|_| "how many calls?")?;
    let address = address.parse().map_err(|_| "not an address")?;
    let ours = Contender::Ours(Ours::new(address)?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        for _ in 0..number {
            ours.make(case).await?;
        }
        Ok(())
    })
}
