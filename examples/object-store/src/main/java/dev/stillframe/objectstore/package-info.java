// SPDX-License-Identifier: Apache-2.0
/** A real S3 server for tests. */
@NullMarked
package dev.stillframe.objectstore;

import org.jspecify.annotations.NullMarked;
