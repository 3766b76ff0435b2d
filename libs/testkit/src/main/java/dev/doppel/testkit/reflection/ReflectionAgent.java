package dev.doppel.testkit.reflection;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent, {@code -javaagent:TESTKIT=FILE}: writes into FILE which of Doppel's classes are looked into by reflection, and which resources
 * are asked for, from then on. It adds a call at the beginning of the methods of {@link Class} and {@link ClassLoader} that do so.
 */
public final class ReflectionAgent implements ClassFileTransformer {
    private static final ClassDesc SEEN = ClassDesc.of("dev.doppel.testkit.reflection.Seen");
    private static final MethodTypeDesc OF_CLASS = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Class);
    private static final MethodTypeDesc OF_NAME = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);
    private static final Set<String> MEMBERS = Set.of(
            "getFields",
            "getMethods",
            "getConstructors",
            "getDeclaredFields",
            "getDeclaredMethods",
            "getDeclaredConstructors",
            "getField",
            "getMethod",
            "getConstructor",
            "getDeclaredField",
            "getDeclaredMethod",
            "getDeclaredConstructor",
            "getRecordComponents");
    private static final Set<String> RESOURCES = Set.of("getResource", "getResourceAsStream", "getResources");

    private ReflectionAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(String file, Instrumentation instrumentation)
            throws IOException, UnmodifiableClassException {
        Path jar = Files.createTempFile("doppel-seen", ".jar");
        jar.toFile().deleteOnExit();
        // by its name: loaded here before the jar is on the boot class path, it would be another class
        String entry = "dev/doppel/testkit/reflection/Seen.class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = ReflectionAgent.class.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new JarEntry(entry));
            if (in != null) {
                in.transferTo(out);
            }
        }
        instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar.toFile()));
        instrumentation.addTransformer(new ReflectionAgent(), true);
        instrumentation.retransformClasses(Class.class, ClassLoader.class);
        Files.createDirectories(Path.of(file).toAbsolutePath().getParent());
        Seen.to(Files.newOutputStream(Path.of(file)));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (redefined != Class.class && redefined != ClassLoader.class) {
            return null;
        }
        ClassFile files = ClassFile.of();
        return files.transformClass(
                files.parse(bytes),
                ClassTransform.transformingMethods(
                        method -> method.code().isPresent() && called(method) != null, (builder, element) -> {
                            if (element instanceof java.lang.classfile.CodeModel code) {
                                MethodModel method = code.parent().orElseThrow();
                                builder.transformCode(code, new Entry(method));
                            } else {
                                builder.with(element);
                            }
                        }));
    }

    /** The method of {@link Seen} that is to be called first; null for none. */
    private static @Nullable String called(MethodModel method) {
        String name = method.methodName().stringValue();
        if (!method.flags().has(AccessFlag.PUBLIC)) {
            return null;
        }
        if (MEMBERS.contains(name)) {
            return "reflection";
        }
        if (RESOURCES.contains(name)) {
            return "resource";
        }
        boolean byName = name.equals("forName")
                && method.methodTypeSymbol().parameterType(0).equals(ConstantDescs.CD_String);
        return byName ? "name" : null;
    }

    private record Entry(MethodModel method) implements CodeTransform {
        @Override
        public void atStart(CodeBuilder code) {
            String called = String.valueOf(called(method));
            if (called.equals("reflection")) {
                code.aload(0).invokestatic(SEEN, called, OF_CLASS);
            } else {
                code.aload(method.flags().has(AccessFlag.STATIC) ? 0 : 1).invokestatic(SEEN, called, OF_NAME);
            }
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }
}
