// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stillframe.sqlserver.validate;

import org.jspecify.annotations.NullMarked;
