// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/** One fork of a relation. */
public record RelationFork(RelFileLocator relation, Fork fork) {}
