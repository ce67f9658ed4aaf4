// SPDX-License-Identifier: Apache-2.0
/** An example application: a shop with a real PostgreSQL and a folder of uploads. */
@NullMarked
package dev.stillframe.shop;

import org.jspecify.annotations.NullMarked;
