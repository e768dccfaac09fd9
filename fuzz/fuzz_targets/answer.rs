//! `answer` of `wxopen_tests::fuzz` for libFuzzer. Decides nothing.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wxopen_tests::fuzz::run("answer", bytes));
