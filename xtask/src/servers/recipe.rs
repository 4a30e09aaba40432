//! What is built and started: one recipe per server. The files live in `xtask/servers/<folder>/`.

use std::fs;
use std::path::{Path, PathBuf};

/// Everything needed to build and start one server.
pub(crate) struct Recipe {
    /// Name of the server, of the folder it runs in and of its log.
    pub(crate) name: &'static str,
    /// Name of the recipe's folder and of the binary, which several servers may share.
    pub(crate) folder: &'static str,
    /// The Go package that is the server's main program.
    pub(crate) package: &'static str,
    /// A file that one of the modules lacks.
    pub(crate) patch: Option<Patch>,
    /// The ports that it listens on, as named in its configuration's placeholders.
    pub(crate) ports: &'static [Port],
    /// Arguments that start it.
    pub(crate) arguments: &'static [&'static str],
    /// Arguments that have it do more than answer requests: Kratos sends the mails that it wrote.
    pub(crate) background: &'static [&'static str],
    /// Settings that only newer releases know: an older one refuses them in a file, and ignores them here.
    pub(crate) environment: &'static [(&'static str, &'static str)],
    /// Arguments that create its tables in a database. In memory it does so by itself.
    pub(crate) migration: &'static [&'static str],
    /// Files that are rendered into the folder it runs in.
    pub(crate) files: &'static [&'static str],
    /// Whether it signs tokens with a key set of its own, generated beside the configuration.
    pub(crate) key_set: Option<&'static str>,
}

/// A file of the recipe that is put into a copy of a module, which is then built instead of the module.
pub(crate) struct Patch {
    /// The name of the file.
    pub(crate) file: &'static str,
    /// The module.
    pub(crate) module: &'static str,
    /// The folder inside the module.
    pub(crate) folder: &'static str,
}

/// One port of a server.
pub(crate) struct Port {
    /// The placeholder, for example `kratos_public_port`.
    pub(crate) placeholder: &'static str,
    /// The port that this server uses by convention.
    pub(crate) usual: u16,
    /// The environment variable that tells examples and tests its URL; `None` for ports nobody calls.
    pub(crate) variable: Option<&'static str>,
    /// The path that answers 200 once the server is ready; `None` where there is none.
    pub(crate) health: Option<&'static str>,
}

const fn port(placeholder: &'static str, usual: u16, variable: &'static str) -> Port {
    Port {
        placeholder,
        usual,
        variable: Some(variable),
        health: Some("/health/ready"),
    }
}

const HYDRA: Recipe = Recipe {
    name: "hydra",
    folder: "hydra",
    package: "github.com/ory/hydra/v2",
    patch: None,
    ports: &[
        port("hydra_public_port", 4444, "ORY_HYDRA_PUBLIC_URL"),
        port("hydra_admin_port", 4445, "ORY_HYDRA_ADMIN_URL"),
    ],
    arguments: &["serve", "all", "--dev", "--sqa-opt-out", "-c", "hydra.yml"],
    background: &[],
    environment: &[
        ("URLS_DEVICE_VERIFICATION", "http://127.0.0.1:3000/device"),
        ("URLS_DEVICE_SUCCESS", "http://127.0.0.1:3000/done"),
    ],
    migration: &["migrate", "sql", "-e", "--yes", "-c", "hydra.yml"],
    files: &["hydra.yml"],
    key_set: None,
};

const KRATOS: Recipe = Recipe {
    name: "kratos",
    folder: "kratos",
    package: "github.com/ory/kratos",
    patch: None,
    ports: &[
        port("kratos_public_port", 4433, "ORY_KRATOS_PUBLIC_URL"),
        Port {
            // `/health/ready` answers with a redirect there.
            health: Some("/admin/health/ready"),
            ..port("kratos_admin_port", 4434, "ORY_KRATOS_ADMIN_URL")
        },
    ],
    arguments: &["serve", "--dev", "--sqa-opt-out", "-c", "kratos.yml"],
    background: &["--watch-courier"],
    environment: &[],
    migration: &["migrate", "sql", "-e", "--yes", "-c", "kratos.yml"],
    files: &[
        "kratos.yml",
        "identity.schema.json",
        "courier.jsonnet",
        "social.jsonnet",
    ],
    key_set: Some("tokenizer.jwks.json"),
};

/// Another Kratos, whose flows expire while a scenario waits for it.
const EXPIRING_KRATOS: Recipe = Recipe {
    name: "expiring-kratos",
    ports: &[
        port(
            "expiring_kratos_public_port",
            5433,
            "ORY_EXPIRING_KRATOS_PUBLIC_URL",
        ),
        Port {
            health: Some("/admin/health/ready"),
            ..port(
                "expiring_kratos_admin_port",
                5434,
                "ORY_EXPIRING_KRATOS_ADMIN_URL",
            )
        },
    ],
    // The later of two files overrides the earlier.
    arguments: &[
        "serve",
        "--dev",
        "--sqa-opt-out",
        "-c",
        "kratos.yml",
        "-c",
        "expiring.yml",
    ],
    files: &[
        "kratos.yml",
        "expiring.yml",
        "identity.schema.json",
        "courier.jsonnet",
        "social.jsonnet",
    ],
    ..KRATOS
};

const KETO: Recipe = Recipe {
    name: "keto",
    folder: "keto",
    package: "github.com/ory/keto",
    patch: Some(Patch {
        file: "batch_check.go",
        module: "github.com/ory/keto/proto",
        folder: "ory/keto/relation_tuples/v1alpha2",
    }),
    ports: &[
        port("keto_read_port", 4466, "ORY_KETO_READ_URL"),
        port("keto_write_port", 4467, "ORY_KETO_WRITE_URL"),
        port("keto_opl_port", 4469, "ORY_KETO_OPL_URL"),
        Port {
            placeholder: "keto_metrics_port",
            usual: 4468,
            variable: None,
            health: None,
        },
    ],
    arguments: &["serve", "-c", "keto.yml"],
    background: &[],
    environment: &[],
    migration: &["migrate", "up", "--yes", "-c", "keto.yml"],
    files: &["keto.yml", "namespaces.ts"],
    key_set: None,
};

/// A server of each product, in the order in which they are started: Kratos asks Hydra for its discovery document.
pub(crate) static ONE_OF_EACH: [&Recipe; 3] = [&HYDRA, &KRATOS, &KETO];

/// What the conformance scenarios need.
pub(crate) static CONFORMANCE: [&Recipe; 4] = [&HYDRA, &KRATOS, &EXPIRING_KRATOS, &KETO];

impl Recipe {
    /// The folder that holds the recipe.
    pub(crate) fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("servers")
            .join(self.folder)
    }

    /// The files that decide what the binary does: a change in any of them means another build.
    pub(crate) fn sources(&self) -> Vec<&'static str> {
        let mut sources = vec!["go.mod", "go.sum"];
        sources.extend(self.patch.as_ref().map(|patch| patch.file));
        sources
    }

    /// The text of one of the recipe's files.
    pub(crate) fn read(&self, file: &str) -> Result<String, String> {
        let path = self.folder().join(file);
        fs::read_to_string(&path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))
    }
}
