// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * Up to version 18 the JDK keeps the class of the record whose {@code equals}, {@code hashCode} or {@code toString} was
 * linked last, and with it the class loader (JDK-8078641). No plugin can help that, so the kit links those of a record of
 * its own.
 */
record LastRecord(LastRecord itself) {
    static void becomesOurs() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle component = lookup.findGetter(LastRecord.class, "itself", LastRecord.class);
            link(lookup, "equals", MethodType.methodType(boolean.class, LastRecord.class, Object.class), component);
            link(lookup, "hashCode", MethodType.methodType(int.class, LastRecord.class), component);
            link(lookup, "toString", MethodType.methodType(String.class, LastRecord.class), component);
        } catch (Throwable e) {
            throw new IllegalStateException("the JDK does not link a record's methods", e);
        }
    }

    private static void link(MethodHandles.Lookup lookup, String method, MethodType type, MethodHandle component)
            throws Throwable {
        ObjectMethods.bootstrap(lookup, method, type, LastRecord.class, "itself", component);
    }
}
