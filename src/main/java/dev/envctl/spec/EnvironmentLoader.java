package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Problems;
import dev.envctl.schema.Schemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A directory of YAML to an [Environment], or to everything that is wrong with it: first what cannot be read at all,
/// then what does not fit together. Touches files and, for modules from git, the fetcher; never the world.
public final class EnvironmentLoader {

    private final Schemas schemas;
    private final ModuleFetcher fetcher;

    public EnvironmentLoader(Schemas schemas, ModuleFetcher fetcher) {
        this.schemas = schemas;
        this.fetcher = fetcher;
    }

    /// Throws [ProblemException] with all mistakes of the first phase that has any.
    public Environment load(LoadOptions options) {
        Problems problems = new Problems();
        Sources files = read(options, problems);
        if (files.root().environments().isEmpty()) {
            throwSorted(problems);
        }
        Document document = environment(files.root(), options);
        var environment = new EnvironmentDocument(document, options, problems);
        EnvironmentSettings settings = environment.settings();
        throwSorted(problems);
        Loading loading = new Loading(schemas, files.modules(), settings, environment.tagPlaces());
        Unit root = new Unit(loading, files.root(), List.of(), environment.inputs(environment.overrides()));
        List<Resource> resources = root.resources(List.of());
        EnvironmentSettings complete = EnvironmentDocument.withInputs(settings, root);
        loading.throwIfErrors();
        return new Environment(complete, sorted(resources));
    }

    /// What an environment is made of: a change of it may change the environment. Says what it can about documents
    /// that are broken, too.
    public EnvironmentSources sources(LoadOptions options) {
        Problems problems = new Problems();
        Sources files = read(options, problems);
        List<Documents> all = new ArrayList<>(files.modules().all());
        all.addFirst(files.root());
        Optional<List<Resource>> resources = problems.hasErrors() ? Optional.empty() : attempt(files, options);
        LocalPaths paths = new LocalPaths(schemas, options.workingDirectory());
        List<Path> named = new ArrayList<>(paths.literal(all));
        named.addAll(resources.flatMap(paths::named).orElseGet(() -> paths.around(all)));
        return EnvironmentSources.of(all.stream().map(Documents::folder).toList(), named);
    }

    /// As much as can be made of documents in which there may be mistakes.
    private Optional<List<Resource>> attempt(Sources files, LoadOptions options) {
        if (files.root().environments().size() != 1) {
            return Optional.empty();
        }
        var environment = new EnvironmentDocument(files.root().environments().getFirst(), options, new Problems());
        Loading loading = new Loading(schemas, files.modules(), environment.settings(), environment.tagPlaces());
        Unit root = new Unit(loading, files.root(), List.of(), environment.inputs(environment.overrides()));
        try {
            return Optional.of(root.resources(List.of()));
        } catch (ProblemException mistake) {
            return Optional.empty();
        }
    }

    /// What the environment document alone says: enough to know an environment by, and how it is reached. Other
    /// documents may be broken.
    public EnvironmentSettings settings(LoadOptions options) {
        requireDirectory(options);
        Documents root = new DocumentReader(schemas, new Problems()).read(folder(options));
        Problems problems = new Problems();
        EnvironmentSettings settings =
                new EnvironmentDocument(environment(root, options), options, problems).settings();
        throwSorted(problems);
        return settings;
    }

    private static Folder folder(LoadOptions options) {
        return new Folder.Disk(options.directory(), options.workingDirectory(), options.boundary(), Optional.empty());
    }

    private record Sources(Documents root, ModuleSources modules) {}

    private Sources read(LoadOptions options, Problems problems) {
        requireDirectory(options);
        DocumentReader reader = new DocumentReader(schemas, problems);
        ModuleSources modules = new ModuleSources(fetcher, options, reader, problems);
        Documents root = reader.read(folder(options));
        root.definitions()
                .forEach(definition -> problems.add(Problem.of(
                                Code.INVALID_MODULE,
                                "A ModuleDefinition stands in a file called %s, in a directory of its own."
                                        .formatted(Folder.MODULE_FILE))
                        .at(definition.source())));
        modules.discover(root);
        return new Sources(root, modules);
    }

    private static void requireDirectory(LoadOptions options) {
        if (!Files.isDirectory(options.directory())) {
            throw new ProblemException(Problem.of(
                    Code.NO_SUCH_DIRECTORY,
                    "There is no directory %s."
                            .formatted(Folder.Disk.shortest(options.directory(), options.workingDirectory()))));
        }
    }

    private static Document environment(Documents documents, LoadOptions options) {
        List<Document> found = documents.environments();
        if (found.size() == 1) {
            return found.getFirst();
        }
        String directory = Folder.Disk.shortest(options.directory(), options.workingDirectory());
        if (found.isEmpty()) {
            throw new ProblemException(Problem.of(
                            Code.NO_ENVIRONMENT, "%s holds no document of the kind Environment.".formatted(directory))
                    .withHint("Every environment has one, with its name, account and region."));
        }
        throw new ProblemException(found.stream()
                .skip(1)
                .map(document -> Problem.of(
                                Code.SEVERAL_ENVIRONMENTS,
                                "%s is an environment already: %s."
                                        .formatted(
                                                directory,
                                                found.getFirst().source().location()))
                        .at(document.source()))
                .toList());
    }

    private static void throwSorted(Problems problems) {
        Problems sorted = new Problems();
        sorted.addAll(Loading.sorted(problems.list()));
        sorted.throwIfErrors();
    }

    private static List<Resource> sorted(List<Resource> resources) {
        record Keyed(String key, Resource resource) {}
        List<Keyed> keyed = new ArrayList<>();
        resources.forEach(resource -> keyed.add(new Keyed(resource.address().toString(), resource)));
        keyed.sort(Comparator.comparing(Keyed::key));
        return keyed.stream().map(Keyed::resource).toList();
    }
}
