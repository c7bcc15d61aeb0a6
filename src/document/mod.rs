//! What a text is made of: title, date, blocks, speakers, sentences, passages, aliases.
//!
//! Useful for knowing where a statement stands and who makes it; not useful for cutting words.
