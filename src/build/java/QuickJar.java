import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.Deflater;

/// A library as the start-up cache wants it. The cache leaves out classes of signed jars, whose signatures are then
/// verified at every start (a quarter of a second), and classes from before Java 6, whose verification needs the code
/// to be run through. So signatures go (the jars were verified when Maven fetched them) and old classes get their stack
/// maps.
final class QuickJar {

    private static final int OLD = ClassFile.JAVA_6_VERSION;

    private QuickJar() {}

    /// The same bytes each time, so that a library that has not changed is not seen as another.
    static void write(Path library, Path target) throws IOException {
        try (JarFile jar = new JarFile(library.toFile(), false);
                URLClassLoader classes =
                        new URLClassLoader(new URL[] {library.toUri().toURL()});
                OutputStream file = Files.newOutputStream(target);
                JarOutputStream copy = new JarOutputStream(file)) {
            copy.setLevel(Deflater.BEST_SPEED);
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream().filter(entry -> !isSignature(entry))::iterator) {
                try (InputStream content = jar.getInputStream(entry)) {
                    JarEntry same = new JarEntry(entry.getName());
                    same.setTime(entry.getTime());
                    copy.putNextEntry(same);
                    copy.write(quick(entry.getName(), content.readAllBytes(), classes));
                    copy.closeEntry();
                }
            }
        }
    }

    private static boolean isSignature(JarEntry entry) {
        return entry.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }

    private static byte[] quick(String name, byte[] content, ClassLoader classes) {
        return name.endsWith(".class") && majorVersion(content) < OLD ? withStackMaps(content, classes) : content;
    }

    private static int majorVersion(byte[] classFile) {
        return (classFile[6] & 0xff) << 8 | classFile[7] & 0xff;
    }

    private static byte[] withStackMaps(byte[] old, ClassLoader classes) {
        ClassFile files = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        ClassTransform newer = (builder, element) -> builder.with(
                element instanceof ClassFileVersion ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0) : element);
        return files.transformClass(
                files.parse(old), newer.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    }
}
