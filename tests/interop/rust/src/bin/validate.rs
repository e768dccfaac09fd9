//! Prints the verdicts of boon on the corpus of ../../README.md, asking both the single schemas and the
//! bundle. Each schema is checked against the meta-schema when it is compiled.

use std::{env, error, fs, path::Path};

use boon::{Compiler, Draft, Schemas};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Sample {
    schema: String,
    instance: Value,
    why: String,
}

fn main() -> Result<(), Box<dyn error::Error>> {
    let contracts = fs::canonicalize(env::var("WXOPEN_CONTRACTS")?)?;
    let corpus = fs::read_to_string(env::var("WXOPEN_CORPUS")?)?;
    let samples: Vec<Sample> = serde_json::from_str(&corpus)?;
    let (mut singles, mut bundle) = (compiler(), compiler());
    let (mut single_schemas, mut bundled_schemas) = (Schemas::new(), Schemas::new());
    for Sample { schema, instance, why } in &samples {
        let file = contracts.join(schema);
        let single = singles
            .compile(&file.to_string_lossy(), &mut single_schemas)
            .map_err(|error| format!("{error:#}"))?;
        // The bundle has the schemas under the names of their files.
        let name = Path::new(schema).file_stem().unwrap_or_default().to_string_lossy();
        let address = format!("{}#/$defs/{name}", contracts.join("wxopen.json").display());
        let part =
            bundle.compile(&address, &mut bundled_schemas).map_err(|error| format!("{error:#}"))?;
        let verdict = single_schemas.validate(instance, single);
        let verdict_of_bundle = bundled_schemas.validate(instance, part);
        match (&verdict, &verdict_of_bundle) {
            (Ok(()), Ok(())) => println!("valid"),
            (Err(_), Err(_)) => println!("invalid"),
            _ => {
                let verdicts = format!("{verdict:?}, the bundle {verdict_of_bundle:?}");
                return Err(format!("{schema} ({why}): the file says {verdicts}").into());
            }
        }
    }
    Ok(())
}

fn compiler() -> Compiler {
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V2020_12);
    compiler.enable_format_assertions();
    compiler.enable_content_assertions();
    compiler
}
