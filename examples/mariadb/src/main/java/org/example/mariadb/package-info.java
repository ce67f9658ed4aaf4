// SPDX-License-Identifier: Apache-2.0
/** A writer for MariaDB: commits are held for the instant of an atomic snapshot, and every InnoDB page is checked. */
package org.example.mariadb;
