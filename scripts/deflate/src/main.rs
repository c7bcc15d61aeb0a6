//! `duizhao-deflate < INPUT > OUTPUT`: raw deflate, as small as it gets.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use zopfli::{Format, Options};

fn main() -> ExitCode {
    let deflate = || -> io::Result<()> {
        let mut input = Vec::new();
        io::stdin().lock().read_to_end(&mut input)?;
        let mut output = io::stdout().lock();
        zopfli::compress(Options::default(), Format::Deflate, input.as_slice(), &mut output)?;
        output.flush()
    };
    match deflate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("duizhao-deflate: {error}");
            ExitCode::FAILURE
        }
    }
}
