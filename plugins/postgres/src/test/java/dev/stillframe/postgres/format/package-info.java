// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stillframe.postgres.format;

import org.jspecify.annotations.NullMarked;
