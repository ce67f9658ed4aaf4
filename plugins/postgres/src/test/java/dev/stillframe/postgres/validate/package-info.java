// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stillframe.postgres.validate;

import org.jspecify.annotations.NullMarked;
