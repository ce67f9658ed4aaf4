// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.ImageFile;
import dev.stillframe.postgres.format.RelationFork;

/** One file of a fork of a relation. */
record RelationFile(ImageFile file, RelationFork fork, int segment) {}
