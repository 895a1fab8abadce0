//! Letters: composed as pure values, framed as HTML, posted by SMTP or into a folder.
