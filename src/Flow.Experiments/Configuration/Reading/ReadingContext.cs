namespace Flow.Experiments.Configuration.Reading;

/// <summary>What the sections need besides their nodes.</summary>
internal sealed record ReadingContext(CatalogNames Names, string Directory, string FileName, bool FilesMustExist);
