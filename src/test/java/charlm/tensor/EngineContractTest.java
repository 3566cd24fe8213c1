package charlm.tensor;

/**
 * What every engine must do, part by part; a test class of an engine extends it and says which engine and how exact.
 * The parts are interfaces, so that each stays small.
 */
public abstract class EngineContractTest
        implements BufferContract,
                LinearContract,
                LayerNormContract,
                GeluContract,
                AttentionContract,
                DecodeAttentionContract,
                RowsContract,
                DropoutContract,
                DropoutLawsContract,
                CrossEntropyContract,
                AdamWContract,
                MuonContract {}
