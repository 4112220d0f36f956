using MLNetTransfer.Inspection;
using MLNetTransfer.Inspection.Cleaning;
using MLNetTransfer.Progress;

namespace MLNetTransfer.Tests.Inspection.Cleaning;

public sealed class CleaningPlanTests : IDisposable
{
    private const string Sha = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly PlantedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ThenRead_GivesTheSamePlan()
    {
        CleaningPlan plan = new(
        [
            new PlannedChange(CleaningAction.Drop, "train/a,b/\"x\".jpg", "", "copy of; 'y'", 12, Sha),
            new PlannedChange(CleaningAction.Relabel, "./=1+1.jpg", "train/Blüten", "looks like\tBlüten", 0, Sha),
            new PlannedChange(CleaningAction.Move, "train/a/1.png", "train/a/1.jpg", "is JPEG", 34, Sha),
        ]);
        string path = _folder.Beside("plan.csv");

        plan.Write(path);

        Assert.Equal(plan.Changes, CleaningPlan.Read(path).Changes);
    }

    [Theory]
    [InlineData("action;path;target;reason;bytes;sha256\r\nDROP;a/1.jpg;;\"so; it is\";5;SHA\r\n")]
    [InlineData("\uFEFFpath,action,sha256,bytes,target,reason,note\na/1.jpg,drop,SHA,5,,so; it is,mine\n\n")]
    [InlineData("action\tpath\ttarget\treason\tbytes\tsha256\ndrop\ta/1.jpg\t\tso; it is\t5\tSHA")]
    public void Read_WhatSpreadsheetsSave_IsUnderstood(string text)
    {
        CleaningPlan plan = CleaningPlan.Read(Write(text.Replace("SHA", Sha, StringComparison.Ordinal)));

        Assert.Equal([new PlannedChange(CleaningAction.Drop, "a/1.jpg", "", "so; it is", 5, Sha)], plan.Changes);
    }

    [Theory]
    [InlineData("", "expected are the columns")]
    [InlineData("a,b,c\n", "expected are the columns")]
    [InlineData("action,path,target,reason,bytes,sha256\ndelete,a.jpg,,,5,SHA\n", "line 2: the action is 'delete'")]
    [InlineData("action,path,target,reason,bytes,sha256\ndrop,a.jpg,,,-5,SHA\n", "line 2: bytes is '-5'")]
    [InlineData("action,path,target,reason,bytes,sha256\ndrop,a.jpg,,,1e3,SHA\n", "line 2: bytes is '1e3'")]
    [InlineData("action,path,target,reason,bytes,sha256\ndrop,a.jpg,,,5,xyz\n", "line 2: sha256 is 'xyz'")]
    [InlineData("action,path,target,reason,bytes,sha256\ndrop,\"a.jpg,,,5,SHA\n", "never closed")]
    public void Read_NoPlan_SaysWhatWasExpected(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<CleaningException>(() => CleaningPlan.Read(Write(text.Replace("SHA", Sha, StringComparison.Ordinal)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_RandomBytes_NeverFailOtherwise()
    {
        Random random = new(11);
        byte[] valid = System.Text.Encoding.UTF8.GetBytes($"action,path,target,reason,bytes,sha256\ndrop,a.jpg,,\"why, so\",5,{Sha}\nmove,b.jpg,c.jpg,,6,{Sha}\n");
        string path = _folder.Beside("fuzz.csv");
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = [.. valid];
            for (int change = 0; change <= round % 6; change++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, bytes.AsSpan(0, random.Next(bytes.Length + 1)));
            Exception? exception = Record.Exception(() => CleaningPlan.Read(path));
            Assert.True(exception is null or CleaningException, exception?.ToString());
        }
    }

    [Fact]
    public void Propose_CopiesAndBrokenFiles_KeepsTheTestPictureAndLeavesContradictionsToPeople()
    {
        _folder.AddClass("train/a", 0, 4);
        _folder.AddClass("train/b", 1000, 4);
        _folder.AddClass("test/a", 2000, 2);
        _folder.AddClass("test/b", 3000, 2);
        _folder.Add("test/a/leak.png", File.ReadAllBytes(_folder.PathOf("train/a/00.png")));
        _folder.Add("train/b/wrong.png", File.ReadAllBytes(_folder.PathOf("train/a/01.png")));
        _folder.Add("train/a/twice.png", File.ReadAllBytes(_folder.PathOf("train/a/02.png")));
        _folder.Add("train/a/empty.jpg", []);
        InspectionReport report = DatasetInspector.Inspect(new() { Folder = _folder.Root }, NullProgressReporter.Instance, CancellationToken.None);

        CleaningPlan plan = CleaningPlan.Propose(report);

        Assert.Equal(
            [
                (CleaningAction.Drop, "train/a/00.png"),
                (CleaningAction.Keep, "train/a/01.png"),
                (CleaningAction.Drop, "train/a/empty.jpg"),
                (CleaningAction.Drop, "train/a/twice.png"),
                (CleaningAction.Keep, "train/b/wrong.png"),
            ],
            plan.Changes.Select(change => (change.Action, change.Path)));
        Assert.Equal("copy, byte for byte, of test/a/leak.png, which is in test", plan.Changes[0].Reason);
    }

    private string Write(string text)
    {
        string path = _folder.Beside("read.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
