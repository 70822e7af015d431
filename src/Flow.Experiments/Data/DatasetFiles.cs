namespace Flow.Experiments.Data;

/// <summary>Which files a source reads.</summary>
public enum DatasetFiles
{
    /// <summary>No files.</summary>
    None,

    /// <summary>One file.</summary>
    One,

    /// <summary>One or more files.</summary>
    Many,

    /// <summary>A file of images and a file of labels.</summary>
    ImagesAndLabels,
}
