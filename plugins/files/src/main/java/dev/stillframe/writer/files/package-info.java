// SPDX-License-Identifier: Apache-2.0
/** The writer for files and folders. */
@NullMarked
package dev.stillframe.writer.files;

import org.jspecify.annotations.NullMarked;
