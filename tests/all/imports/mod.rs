//! Imports of real files.
