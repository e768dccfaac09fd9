//! `package-schemas`: one archive of all contracts, for people who have no Rust. The same files give
//! the same bytes, wherever and whenever it is made; never packs what is stale.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};
use wxopen_codegen::emit::SCHEMAS;
use wxopen_pages::digest;

use crate::Result;
use crate::r#gen::{Generator, check};
use crate::tree::Tree;

/// What the archive is called, where it goes, and when its files were changed last.
pub struct Parcel {
    /// The release, which is part of the name.
    pub version: String,
    /// The folder for the archive; made if it is not there.
    pub out: PathBuf,
    /// In seconds since 1970, for every file.
    pub time: u64,
}

/// An archive that was written.
#[derive(Debug)]
pub struct Packed {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: usize,
    /// Its SHA-256 in hexadecimal.
    pub digest: String,
}

/// Packs the schemas of a repository, and writes the digest of the archive beside it.
///
/// # Errors
///
/// If a generated file is not what the specification says, if a license is missing, or if the disk
/// fails. Nothing is written in the first two cases.
pub fn package_schemas(root: &Path, generator: Generator<'_>, parcel: &Parcel) -> Result<Packed> {
    check(root, generator)?;
    let mut files = Tree::new(root).below(SCHEMAS)?;
    for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let text = fs::read(root.join(license));
        let text = text.map_err(|error| format!("cannot read `{license}`: {error}"))?;
        files.insert(license.to_owned(), text);
    }
    files.insert("VERSION".to_owned(), format!("{}\n", parcel.version).into_bytes());
    files.insert("SHA256SUMS".to_owned(), sums(&files).into_bytes());
    let folder = format!("wxopen-schemas-{}", parcel.version);
    let packed = pack(&folder, &files, parcel.time);
    let packed = packed.map_err(|error| format!("cannot pack the schemas: {error}"))?;
    write(&parcel.out, &format!("{folder}.tar.gz"), &packed)
}

/// What `sha256sum --check` reads.
fn sums(files: &BTreeMap<String, Vec<u8>>) -> String {
    files.iter().map(|(path, bytes)| format!("{}  {path}\n", digest(bytes))).collect()
}

/// Nothing of the machine gets in: no owner, no times of its own, no name or system in gzip's
/// header.
fn pack(folder: &str, files: &BTreeMap<String, Vec<u8>>, time: u64) -> io::Result<Vec<u8>> {
    let gzip = GzBuilder::new().operating_system(255).write(Vec::new(), Compression::best());
    let mut archive = tar::Builder::new(gzip);
    for (path, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(time);
        archive.append_data(&mut header, format!("{folder}/{path}"), bytes.as_slice())?;
    }
    let gzip = archive.into_inner()?;
    gzip.finish()
}

fn write(out: &Path, name: &str, packed: &[u8]) -> Result<Packed> {
    let digest = digest(packed);
    let tree = Tree::new(out);
    tree.replace(name, packed)?;
    tree.replace(&format!("{name}.sha256"), format!("{digest}  {name}\n"))?;
    Ok(Packed { path: tree.locate(name), size: packed.len(), digest })
}

impl Display for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Packed { path, size, digest } = self;
        write!(f, "{}\n{size} bytes\nsha256 {digest}", path.display())
    }
}
