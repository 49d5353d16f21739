//! The vocabulary, ports, virtual interface factory, change algebra and packet walk of nnc: pure.
