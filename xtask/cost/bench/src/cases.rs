//! The work, and how it is driven: a number of calls, some of them in flight at a time, on one thread.

use std::future::Future;
use std::net::SocketAddr;

use tokio::runtime::Runtime;

use crate::contenders::{Bare, Official, Ours};

/// One kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Whoami,
    Whoami64,
    List,
    Create,
    Checks,
    Token,
    LoginFlow,
}

impl Case {
    /// Every case.
    pub const ALL: [Case; 7] = [
        Case::Whoami,
        Case::Whoami64,
        Case::List,
        Case::Create,
        Case::Checks,
        Case::Token,
        Case::LoginFlow,
    ];

    /// Its name, in tables and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Case::Whoami => "whoami",
            Case::Whoami64 => "whoami-64",
            Case::List => "list-1000",
            Case::Create => "create-identity",
            Case::Checks => "batch-check-10",
            Case::Token => "token",
            Case::LoginFlow => "login-flow",
        }
    }

    /// How many calls are in flight at a time.
    #[must_use]
    pub fn in_flight(self) -> usize {
        if self == Case::Whoami64 { 64 } else { 1 }
    }

    /// How many calls make a round that is long enough to be timed.
    #[must_use]
    pub fn calls(self) -> usize {
        match self {
            Case::Whoami64 => 12_800,
            Case::List => 30,
            _ => 3_000,
        }
    }
}

/// Who does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contender {
    Ours,
    Official,
    Bare,
}

impl Contender {
    /// Every contender.
    pub const ALL: [Contender; 3] = [Contender::Ours, Contender::Official, Contender::Bare];

    /// Its name, in tables and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Contender::Ours => "ours",
            Contender::Official => "official",
            Contender::Bare => "hyper",
        }
    }
}

/// All contenders with their connections, and the runtime that they take turns on.
pub struct Arena {
    runtime: Runtime,
    ours: &'static Ours,
    official: &'static Official,
    bare: &'static Bare,
}

impl Arena {
    /// # Errors
    ///
    /// No runtime.
    pub fn new(server: SocketAddr) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let ours = Ours::new(server)?;
        let bare = Bare::new(server)?;
        Ok(Arena {
            runtime,
            // They live as long as the program, which lets tasks borrow them.
            ours: Box::leak(Box::new(ours)),
            official: Box::leak(Box::new(Official::new(server))),
            bare: Box::leak(Box::new(bare)),
        })
    }

    /// Makes `calls` calls, `in_flight` at a time.
    ///
    /// # Errors
    ///
    /// What the first call that failed says.
    pub fn run(
        &self,
        case: Case,
        by: Contender,
        in_flight: usize,
        calls: usize,
    ) -> Result<(), String> {
        let (ours, official, bare) = (self.ours, self.official, self.bare);
        macro_rules! drive {
            ($method:ident) => {
                match by {
                    Contender::Ours => self.drive(move || ours.$method(), in_flight, calls),
                    Contender::Official => self.drive(move || official.$method(), in_flight, calls),
                    Contender::Bare => self.drive(move || bare.$method(), in_flight, calls),
                }
            };
        }
        match case {
            Case::Whoami | Case::Whoami64 => drive!(whoami),
            Case::List => drive!(list),
            Case::Create => drive!(create),
            Case::Checks => drive!(checks),
            Case::Token => drive!(token),
            Case::LoginFlow => drive!(login_flow),
        }
    }

    fn drive<F, R>(&self, call: F, in_flight: usize, calls: usize) -> Result<(), String>
    where
        F: Fn() -> R + Copy + Send + 'static,
        R: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.runtime.block_on(async {
            if in_flight == 1 {
                for _ in 0..calls {
                    call().await?;
                }
                return Ok(());
            }
            let mut workers = tokio::task::JoinSet::new();
            for _ in 0..in_flight {
                workers.spawn(async move {
                    for _ in 0..calls / in_flight {
                        call().await?;
                    }
                    Ok::<(), String>(())
                });
            }
            while let Some(worker) = workers.join_next().await {
                worker.map_err(|error| error.to_string())??;
            }
            Ok(())
        })
    }

    /// Begins `calls` calls that are never answered, waits until all are sent, and gives them back with the
    /// runtime still turning: for what they hold, not for how long.
    pub fn hold<T>(&self, by: Contender, calls: usize, measure: impl FnOnce() -> T) -> T {
        let (ours, official, bare) = (self.ours, self.official, self.bare);
        self.runtime.block_on(async {
            let mut waiting = tokio::task::JoinSet::new();
            for _ in 0..calls {
                match by {
                    Contender::Ours => waiting.spawn(ours.wait()),
                    Contender::Official => waiting.spawn(official.wait()),
                    Contender::Bare => waiting.spawn(bare.wait()),
                };
            }
            // Nothing happens any more once every connection is made and every request written.
            tokio::time::sleep(std::time::Duration::from_secs(4)).await;
            let measured = measure();
            waiting.shutdown().await;
            measured
        })
    }
}
