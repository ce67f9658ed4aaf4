// SPDX-License-Identifier: Apache-2.0
/** Tests in a small virtual machine, whose kernel has what this one's lacks. */
@NullMarked
package dev.stillframe.machine;

import org.jspecify.annotations.NullMarked;
