package charlm.tensor;

/**
 * The contract of every engine, part by part; a test class of an engine extends it with the engine and its tolerance.
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
