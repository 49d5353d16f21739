// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

use crate::decode::Pattern;

pub(super) static P0: Pattern = Pattern {
    source: "[0-9a-z](?:[\\-0-9a-z]{0,61}[0-9a-z])?",
    ranges: &[('-', '-', 0), ('0', '9', 1), ('a', 'z', 1)],
    classes: 2,
    next: &[0, 0, 0, 2, 3, 4, 5, 6, 5, 6, 7, 8, 7, 8, 9, 10, 9, 10, 11, 12, 11, 12, 13, 14, 13, 14, 15, 16, 15, 16, 17, 18, 17, 18, 19, 20, 19, 20, 21, 22, 21, 22, 23, 24, 23, 24, 25, 26, 25, 26, 27, 28, 27, 28, 29, 30, 29, 30, 31, 32, 31, 32, 33, 34, 33, 34, 35, 36, 35, 36, 37, 38, 37, 38, 39, 40, 39, 40, 41, 42, 41, 42, 43, 44, 43, 44, 45, 46, 45, 46, 47, 48, 47, 48, 49, 50, 49, 50, 51, 52, 51, 52, 53, 54, 53, 54, 55, 56, 55, 56, 57, 58, 57, 58, 59, 60, 59, 60, 61, 62, 61, 62, 63, 64, 63, 64, 65, 66, 65, 66, 67, 68, 67, 68, 69, 70, 69, 70, 71, 72, 71, 72, 73, 74, 73, 74, 75, 76, 75, 76, 77, 78, 77, 78, 79, 80, 79, 80, 81, 82, 81, 82, 83, 84, 83, 84, 85, 86, 85, 86, 87, 88, 87, 88, 89, 90, 89, 90, 91, 92, 91, 92, 93, 94, 93, 94, 95, 96, 95, 96, 97, 98, 97, 98, 99, 100, 99, 100, 101, 102, 101, 102, 103, 104, 103, 104, 105, 106, 105, 106, 107, 108, 107, 108, 109, 110, 109, 110, 111, 112, 111, 112, 113, 114, 113, 114, 115, 116, 115, 116, 117, 118, 117, 118, 119, 120, 119, 120, 121, 122, 121, 122, 123, 124, 123, 124, 0, 125, 0, 125, 0, 0],
    accepts: &[false, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, false, true, true],
};

pub(super) static P1: Pattern = Pattern {
    source: "nnc-[\\-0-9a-z]{1,11}",
    ranges: &[('-', '-', 0), ('0', '9', 1), ('a', 'b', 1), ('c', 'c', 2), ('d', 'm', 1), ('n', 'n', 3), ('o', 'z', 1)],
    classes: 4,
    next: &[0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 4, 0, 5, 0, 0, 0, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15, 16, 16, 16, 16, 0, 0, 0, 0],
    accepts: &[false, false, false, false, false, false, true, true, true, true, true, true, true, true, true, true, true],
};

pub(super) static P2: Pattern = Pattern {
    source: "[\\-.0-9A-Z_a-z]+",
    ranges: &[('-', '.', 0), ('0', '9', 0), ('A', 'Z', 0), ('_', '_', 0), ('a', 'z', 0)],
    classes: 1,
    next: &[0, 2, 2],
    accepts: &[false, false, true],
};

pub(super) static P3: Pattern = Pattern {
    source: "[\\-0-9A-Z_a-z]+",
    ranges: &[('-', '-', 0), ('0', '9', 0), ('A', 'Z', 0), ('_', '_', 0), ('a', 'z', 0)],
    classes: 1,
    next: &[0, 2, 2],
    accepts: &[false, false, true],
};

pub(super) static P4: Pattern = Pattern {
    source: "[\\-.0-9A-Z_a-z]+(?: [\\-.0-9A-Z_a-z]+)*",
    ranges: &[(' ', ' ', 0), ('-', '.', 1), ('0', '9', 1), ('A', 'Z', 1), ('_', '_', 1), ('a', 'z', 1)],
    classes: 2,
    next: &[0, 0, 0, 2, 1, 2],
    accepts: &[false, false, true],
};

pub(super) static P5: Pattern = Pattern {
    source: "[0-9A-Za-z][\\-.0-9A-Z_a-z]{0,62}",
    ranges: &[('-', '.', 0), ('0', '9', 1), ('A', 'Z', 1), ('_', '_', 0), ('a', 'z', 1)],
    classes: 2,
    next: &[0, 0, 0, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 26, 26, 27, 27, 28, 28, 29, 29, 30, 30, 31, 31, 32, 32, 33, 33, 34, 34, 35, 35, 36, 36, 37, 37, 38, 38, 39, 39, 40, 40, 41, 41, 42, 42, 43, 43, 44, 44, 45, 45, 46, 46, 47, 47, 48, 48, 49, 49, 50, 50, 51, 51, 52, 52, 53, 53, 54, 54, 55, 55, 56, 56, 57, 57, 58, 58, 59, 59, 60, 60, 61, 61, 62, 62, 63, 63, 64, 64, 0, 0],
    accepts: &[false, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true],
};

pub(super) static P6: Pattern = Pattern {
    source: "routeros\\+(?:apis?|https?):\\/\\/[!-~]+|ovs\\+unix:\\/\\/\\/[!-~]+",
    ranges: &[('!', '*', 0), ('+', '+', 1), (',', '.', 0), ('/', '/', 2), ('0', '9', 0), (':', ':', 3), (';', '`', 0), ('a', 'a', 4), ('b', 'd', 0), ('e', 'e', 5), ('f', 'g', 0), ('h', 'h', 6), ('i', 'i', 7), ('j', 'm', 0), ('n', 'n', 8), ('o', 'o', 9), ('p', 'p', 10), ('q', 'q', 0), ('r', 'r', 11), ('s', 's', 12), ('t', 't', 13), ('u', 'u', 14), ('v', 'v', 15), ('w', 'w', 0), ('x', 'x', 16), ('y', '~', 0)],
    classes: 17,
    next: &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 19, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 21, 0, 22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 27, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 27, 0, 0, 0, 0, 0, 0, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    accepts: &[false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true, false],
};

pub(super) static P7: Pattern = Pattern {
    source: "sha256:[0-9a-f]{64}",
    ranges: &[('0', '1', 0), ('2', '2', 1), ('3', '4', 0), ('5', '5', 2), ('6', '6', 3), ('7', '9', 0), (':', ':', 4), ('a', 'a', 5), ('b', 'f', 0), ('h', 'h', 6), ('s', 's', 7)],
    classes: 8,
    next: &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 9, 9, 9, 9, 0, 9, 0, 0, 10, 10, 10, 10, 0, 10, 0, 0, 11, 11, 11, 11, 0, 11, 0, 0, 12, 12, 12, 12, 0, 12, 0, 0, 13, 13, 13, 13, 0, 13, 0, 0, 14, 14, 14, 14, 0, 14, 0, 0, 15, 15, 15, 15, 0, 15, 0, 0, 16, 16, 16, 16, 0, 16, 0, 0, 17, 17, 17, 17, 0, 17, 0, 0, 18, 18, 18, 18, 0, 18, 0, 0, 19, 19, 19, 19, 0, 19, 0, 0, 20, 20, 20, 20, 0, 20, 0, 0, 21, 21, 21, 21, 0, 21, 0, 0, 22, 22, 22, 22, 0, 22, 0, 0, 23, 23, 23, 23, 0, 23, 0, 0, 24, 24, 24, 24, 0, 24, 0, 0, 25, 25, 25, 25, 0, 25, 0, 0, 26, 26, 26, 26, 0, 26, 0, 0, 27, 27, 27, 27, 0, 27, 0, 0, 28, 28, 28, 28, 0, 28, 0, 0, 29, 29, 29, 29, 0, 29, 0, 0, 30, 30, 30, 30, 0, 30, 0, 0, 31, 31, 31, 31, 0, 31, 0, 0, 32, 32, 32, 32, 0, 32, 0, 0, 33, 33, 33, 33, 0, 33, 0, 0, 34, 34, 34, 34, 0, 34, 0, 0, 35, 35, 35, 35, 0, 35, 0, 0, 36, 36, 36, 36, 0, 36, 0, 0, 37, 37, 37, 37, 0, 37, 0, 0, 38, 38, 38, 38, 0, 38, 0, 0, 39, 39, 39, 39, 0, 39, 0, 0, 40, 40, 40, 40, 0, 40, 0, 0, 41, 41, 41, 41, 0, 41, 0, 0, 42, 42, 42, 42, 0, 42, 0, 0, 43, 43, 43, 43, 0, 43, 0, 0, 44, 44, 44, 44, 0, 44, 0, 0, 45, 45, 45, 45, 0, 45, 0, 0, 46, 46, 46, 46, 0, 46, 0, 0, 47, 47, 47, 47, 0, 47, 0, 0, 48, 48, 48, 48, 0, 48, 0, 0, 49, 49, 49, 49, 0, 49, 0, 0, 50, 50, 50, 50, 0, 50, 0, 0, 51, 51, 51, 51, 0, 51, 0, 0, 52, 52, 52, 52, 0, 52, 0, 0, 53, 53, 53, 53, 0, 53, 0, 0, 54, 54, 54, 54, 0, 54, 0, 0, 55, 55, 55, 55, 0, 55, 0, 0, 56, 56, 56, 56, 0, 56, 0, 0, 57, 57, 57, 57, 0, 57, 0, 0, 58, 58, 58, 58, 0, 58, 0, 0, 59, 59, 59, 59, 0, 59, 0, 0, 60, 60, 60, 60, 0, 60, 0, 0, 61, 61, 61, 61, 0, 61, 0, 0, 62, 62, 62, 62, 0, 62, 0, 0, 63, 63, 63, 63, 0, 63, 0, 0, 64, 64, 64, 64, 0, 64, 0, 0, 65, 65, 65, 65, 0, 65, 0, 0, 66, 66, 66, 66, 0, 66, 0, 0, 67, 67, 67, 67, 0, 67, 0, 0, 68, 68, 68, 68, 0, 68, 0, 0, 69, 69, 69, 69, 0, 69, 0, 0, 70, 70, 70, 70, 0, 70, 0, 0, 71, 71, 71, 71, 0, 71, 0, 0, 72, 72, 72, 72, 0, 72, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    accepts: &[false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true],
};

pub(super) static P8: Pattern = Pattern {
    source: "[0-9]+(?:\\.[0-9]+){1,3}[\\-.0-9A-Za-z]*",
    ranges: &[('-', '-', 0), ('.', '.', 1), ('0', '9', 2), ('A', 'Z', 0), ('a', 'z', 0)],
    classes: 3,
    next: &[0, 0, 0, 0, 0, 2, 0, 3, 2, 0, 0, 4, 4, 4, 4],
    accepts: &[false, false, false, false, true],
};

pub(super) static P9: Pattern = Pattern {
    source: "[+/0-9A-Za-z]{43}=",
    ranges: &[('+', '+', 0), ('/', '9', 0), ('=', '=', 1), ('A', 'Z', 0), ('a', 'z', 0)],
    classes: 2,
    next: &[0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0, 9, 0, 10, 0, 11, 0, 12, 0, 13, 0, 14, 0, 15, 0, 16, 0, 17, 0, 18, 0, 19, 0, 20, 0, 21, 0, 22, 0, 23, 0, 24, 0, 25, 0, 26, 0, 27, 0, 28, 0, 29, 0, 30, 0, 31, 0, 32, 0, 33, 0, 34, 0, 35, 0, 36, 0, 37, 0, 38, 0, 39, 0, 40, 0, 41, 0, 42, 0, 43, 0, 44, 0, 0, 45, 0, 0],
    accepts: &[false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, true],
};

pub(super) static P10: Pattern = Pattern {
    source: "[\\-0-9a-z]+",
    ranges: &[('-', '-', 0), ('0', '9', 0), ('a', 'z', 0)],
    classes: 1,
    next: &[0, 2, 2],
    accepts: &[false, false, true],
};

pub(super) static P11: Pattern = Pattern {
    source: "[0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*",
    ranges: &[(',', ',', 0), ('-', '-', 1), ('0', '9', 2)],
    classes: 3,
    next: &[0, 0, 0, 0, 0, 2, 1, 3, 2, 0, 0, 4, 1, 0, 4],
    accepts: &[false, false, true, false, true],
};

