// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The tests' own VSS library (src/test/native/vss), compiled once for each calling convention. It holds its caller to
 * the documented order, fails where it is told to, and knows what was not given back. One test at a time.
 */
public final class FakeVss {
    private static final Map<CallingConvention, FakeVss> BUILT = new EnumMap<>(CallingConvention.class);

    private final NativeLibrary steering;
    private final Supplier<VssLibrary> libraries;
    private VssLibrary library;

    private FakeVss(NativeLibrary steering, Supplier<VssLibrary> libraries) {
        this.steering = steering;
        this.libraries = libraries;
        library = libraries.get();
    }

    /** As new. Skips the test where it cannot be compiled; on Windows it must have taken the place of the system's. */
    public static synchronized FakeVss fresh(CallingConvention convention) {
        if (onWindows()) {
            assumeTrue(convention == CallingConvention.PLATFORM, "64-bit Windows has only one calling convention");
        } else {
            CppCompiler.assumeHere();
        }
        FakeVss fake = BUILT.computeIfAbsent(convention, each -> onWindows() ? installed() : build(each));
        fake.steer("fakeReset");
        fake.library = fake.libraries.get(); // which has not settled security yet
        return fake;
    }

    /** Whether this is a JVM of Windows: there, COM itself is the system's and not the fake's. */
    public static boolean onWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    /** Through the production code's own way of finding it. */
    private static FakeVss installed() {
        return new FakeVss(NativeLibrary.getInstance("C:\\windows\\system32\\vssapi.dll"), VssLibrary::system);
    }

    private static FakeVss build(CallingConvention convention) {
        try {
            Path folder = Files.createDirectories(Path.of("target/fake-vss").toAbsolutePath());
            Path file = Files.createTempFile(folder, convention.name().toLowerCase(java.util.Locale.ROOT), ".so");
            file.toFile().deleteOnExit();
            String attribute = convention == CallingConvention.WIN64 ? "__attribute__((ms_abi))" : "";
            CppCompiler.compile(CppCompiler.SOURCES.resolve("fake.cpp"), attribute, file, "-shared", "-fPIC");
            return new FakeVss(NativeLibrary.getInstance(file.toString()), () -> VssLibrary.of(file, convention));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public VssLibrary library() {
        return library;
    }

    /** Every call to this step fails from now on; {@code STEP.async} is the outcome of what the step began. */
    public void fail(String step, int result) {
        fail(step, result, -1);
    }

    /** The next calls to this step fail. */
    public void fail(String step, int result, int times) {
        steer("fakeFail", step, result, times);
    }

    /** What this step begins is pending for so many looks. */
    public void pending(String step, int looks) {
        steer("fakePending", step, looks);
    }

    public int writer(UUID id, String name) {
        return number("fakeWriter", id.toString(), name);
    }

    /** @param type 1 a database, 2 a group of files */
    public int component(int writer, int type, String path, String name) {
        return number("fakeComponent", writer, type, path, name);
    }

    /** A component that is not chosen by itself. */
    public int part(int writer, int type, String path, String name) {
        int component = component(writer, type, path, name);
        steer("fakePart", writer, component);
        return component;
    }

    public void file(int writer, int component, VssWriter.Kind kind, String folder, String pattern) {
        steer("fakeFile", writer, component, number(kind), folder, pattern, 0);
    }

    private static int number(VssWriter.Kind kind) {
        return switch (kind) {
            case FILE -> 0;
            case DATABASE -> 1;
            case LOG -> 2;
        };
    }

    /** The writer's state once this phase has ended. */
    public void state(int writer, String phase, int state, int failure) {
        steer("fakeState", writer, phase, state, failure);
    }

    /** After this phase no writer reports anything any more. */
    public void forget(String phase) {
        steer("fakeForget", phase);
    }

    /** From now on calls come as from a new process: security is not settled. */
    public void forgetSecurity() {
        library = libraries.get();
    }

    /** No writer runs any more. */
    public void stopWriters() {
        steer("fakeStopWriters");
    }

    /** Every call, in order. */
    public List<String> calls() {
        return steering.getFunction("fakeLog")
                .invokeString(new Object[0], false)
                .lines()
                .toList();
    }

    /** COM objects, strings, property blocks and apartments that were not given back. */
    public int alive() {
        return number("fakeAlive");
    }

    /** Shadow copies that exist. */
    public int snapshots() {
        return number("fakeSnapshots");
    }

    private int number(String function, Object... arguments) {
        return steering.getFunction(function).invokeInt(arguments);
    }

    private void steer(String function, Object... arguments) {
        steering.getFunction(function).invoke(arguments);
    }
}
