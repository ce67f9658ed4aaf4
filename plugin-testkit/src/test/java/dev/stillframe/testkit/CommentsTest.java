// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a vendor can see says what it means. That its tags and links are right is javadoc's to check. */
class CommentsTest {
    @ParameterizedTest
    @ValueSource(strings = {"../plugin-api", "."})
    void everyPublicTypeMethodAndConstantHasAComment(String module) throws Exception {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"));
                StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(30);
            JavacTask task = (JavacTask) javac.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(sources));
            DocTrees comments = DocTrees.instance(task);
            for (CompilationUnitTree file : task.parse()) {
                new Visit(comments, missing).scan(file, null);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Goes through what is visible. Nothing in an interface says that it is public. */
    private static final class Visit extends TreePathScanner<Void, Void> {
        private final DocTrees comments;
        private final List<String> missing;
        private boolean inInterface;

        Visit(DocTrees comments, List<String> missing) {
            this.comments = comments;
            this.missing = missing;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            boolean anonymous = type.getSimpleName().isEmpty();
            if (anonymous || !visible(type.getModifiers())) {
                return null;
            }
            look(type.getSimpleName().toString());
            boolean outer = inInterface;
            inInterface = type.getKind() == Tree.Kind.INTERFACE;
            super.visitClass(type, null);
            inInterface = outer;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
            boolean constructor = method.getName().contentEquals("<init>");
            if (visible(method.getModifiers()) && !overrides && !constructor) {
                look(method.getName().toString());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            boolean component = type.getKind() == Tree.Kind.RECORD
                    && !field.getModifiers().getFlags().contains(Modifier.STATIC);
            if (visible(field.getModifiers()) && !component) {
                look(field.getName().toString());
            }
            return null;
        }

        private boolean visible(ModifiersTree modifiers) {
            return inInterface
                    || modifiers.getFlags().contains(Modifier.PUBLIC)
                    || modifiers.getFlags().contains(Modifier.PROTECTED);
        }

        private void look(String name) {
            if (comments.getDocComment(getCurrentPath()) == null) {
                missing.add(
                        getCurrentPath().getCompilationUnit().getSourceFile().getName() + ": " + name);
            }
        }
    }
}
