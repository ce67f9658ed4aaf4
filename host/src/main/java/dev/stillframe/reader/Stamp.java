// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import java.time.Instant;

/** What changes when a file is written to, except through a mapping: size in bytes, st_mtim and st_ctim. */
public record Stamp(long size, Instant modified, Instant changed) {}
