// SPDX-License-Identifier: Apache-2.0
/** Which backups are kept: pure rules over times and verdicts, that read and remove nothing. */
@NullMarked
package dev.stillframe.retention;

import org.jspecify.annotations.NullMarked;
